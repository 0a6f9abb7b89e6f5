/** Caches of public/sw.js; the prefix is said there too. */
const cachePrefix = "diptych-annotate-"

/**
 * The service worker keeps the page itself for offline reloads (tasks and answers lie in IndexedDB).
 * Once it is ready it is told what this page is made of, since it was not there to see it load.
 */
export async function registerWorker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/annotate/" })
    const { active } = await navigator.serviceWorker.ready
    const parts = performance
      .getEntriesByType("resource")
      .map((entry) => new URL(entry.name, location.href))
      .filter((url) => url.origin === location.origin && url.pathname.startsWith("/_next/static/"))
      .map((url) => url.href)
    // A worker of our own, not a window: there is no target origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    active?.postMessage({ type: "keep", page: location.pathname, parts: [...new Set(parts)] })
  } catch {
    // Without it the page works as long as the tab lives; nothing that was answered depends on it.
  }
}

/** On signing out no page of this account stays behind. */
export async function wipeWorkerCaches(): Promise<void> {
  if (!("caches" in globalThis)) return
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(cachePrefix)).map((name) => caches.delete(name)))
}
