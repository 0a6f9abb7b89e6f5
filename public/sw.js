/*
 * Service worker of the annotate page: the page and its scripts stay at hand without a line. It keeps
 * nothing else: tasks, answers and drafts lie in IndexedDB under the person's account, and no answer
 * of the API is ever cached. A page that lost this file works as before while its tab lives.
 */
const prefix = "diptych-annotate-"
const pages = `${prefix}pages-1`
const parts = `${prefix}parts-1`

self.addEventListener("install", () => self.skipWaiting())

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith(prefix) && name !== pages && name !== parts) await caches.delete(name)
      }
      await self.clients.claim()
    })(),
  )
})

self.addEventListener("fetch", (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== "GET" || url.origin !== self.location.origin) return
  if (request.mode === "navigate" && isAnnotatePage(url)) event.respondWith(page(request))
  else if (url.pathname.startsWith("/_next/static/")) event.respondWith(part(request))
})

self.addEventListener("message", (event) => {
  if (event.data?.type !== "keep") return
  event.waitUntil(keep(event.data.page, event.data.parts))
})

function isAnnotatePage(url) {
  return /^\/annotate\/[^/]+\/?$/.test(url.pathname) && url.search === ""
}

/** The server's page whenever it answers; what was kept when there is no line, or it cannot answer. */
async function page(request) {
  try {
    const response = await fetch(request)
    if (response.status < 500) {
      if (response.ok && !response.redirected) await put(pages, request.url, response.clone())
      return response
    }
    return (await find(pages, request.url)) ?? response
  } catch (error) {
    const kept = await find(pages, request.url)
    if (kept) return kept
    throw error
  }
}

/**
 * Scripts and styles. A built file's name changes with its content, but in development it does not,
 * so the line is asked first and the kept copy stands in.
 */
async function part(request) {
  const hashed = /[-.~_][0-9a-z_-]{8,}\.(?:js|css|woff2)$/i.test(new URL(request.url).pathname)
  const kept = await find(parts, request.url)
  if (kept && hashed) return kept
  try {
    const response = await fetch(request)
    if (response.ok) await put(parts, request.url, response.clone())
    return response
  } catch (error) {
    if (kept) return kept
    throw error
  }
}

/** What the open page is made of, and the page itself; parts of older builds go. */
async function keep(path, urls) {
  const here = self.location.origin
  const wanted = urls.filter((url) => url.startsWith(`${here}/_next/static/`))
  const cache = await caches.open(parts)
  for (const url of wanted) {
    if (await cache.match(url)) continue
    const response = await fetch(url).catch(() => undefined)
    if (response?.ok) await cache.put(url, response)
  }
  const own = new URL(path, here)
  if (isAnnotatePage(own) && !(await find(pages, own.href))) {
    const response = await fetch(own, { credentials: "same-origin" }).catch(() => undefined)
    if (response?.ok && !response.redirected) await put(pages, own.href, response)
  }
  const open = await self.clients.matchAll({ type: "window" })
  if (open.length > 1) return
  for (const request of await cache.keys()) if (!wanted.includes(request.url)) await cache.delete(request)
}

async function put(name, key, response) {
  try {
    await (await caches.open(name)).put(key, response)
  } catch {
    // No room: the page is served all the same.
  }
}

async function find(name, key) {
  return await (await caches.open(name)).match(key)
}
