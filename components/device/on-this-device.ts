import { databaseName } from "@/components/annotate/store/database-name"

/** Caches of public/sw.js that hold whole pages; the name is said there too. */
const pageCaches = "diptych-annotate-pages"

/** Answers of anybody that lie on this device and have not reached the server. */
export async function countWaiting(): Promise<number> {
  const db = await open()
  if (!db) return 0
  try {
    return await request(db.transaction("outbox").objectStore("outbox").count())
  } finally {
    db.close()
  }
}

/** Tasks, texts and drafts of everybody go; what has not reached the server stays. */
export async function wipeTexts(): Promise<void> {
  const db = await open()
  if (!db) return
  try {
    const names = ["tasks", "pages", "drafts"] as const
    const tx = db.transaction(names, "readwrite")
    await Promise.all(names.map((name) => request(tx.objectStore(name).clear())))
  } finally {
    db.close()
  }
}

/** A page kept for work without a line names its person: nobody else may be given it. */
export async function forgetPages(): Promise<void> {
  if (!("caches" in globalThis)) return
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name.startsWith(pageCaches)).map((name) => caches.delete(name)))
}

/** The annotate page's store as it is; undefined where there is none, or none may be opened. */
async function open(): Promise<IDBDatabase | undefined> {
  try {
    const known = await indexedDB.databases()
    if (!known.some((one) => one.name === databaseName)) return undefined
    const db = await request(indexedDB.open(databaseName))
    if (db.objectStoreNames.contains("outbox")) return db
    db.close()
  } catch {
    // Storage is denied here, so nothing of ours lies in it.
  }
  return undefined
}

async function request<T>(asked: IDBRequest<T>): Promise<T> {
  return await new Promise((resolve, reject) => {
    asked.addEventListener("success", () => resolve(asked.result))
    asked.addEventListener("error", () => reject(asked.error ?? new Error("The store refused.")))
  })
}
