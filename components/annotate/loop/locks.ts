/** A page without TLS has none, but for the machine's own address. */
export function hasLocks(): boolean {
  return "locks" in navigator
}

/**
 * Locks between the tabs of one browser. A lock goes by itself when its tab is closed or crashes.
 * Where the browser has none, every tab gets it: the server's idempotency keys still keep each answer
 * single.
 */
export async function withLock(name: string, work: () => Promise<void>): Promise<void> {
  if (!hasLocks()) return await work()
  await navigator.locks.request(name, work)
}

/** Holds a lock until the returned function is called; undefined when another tab has it. */
export async function holdLock(name: string): Promise<(() => void) | undefined> {
  if (!hasLocks()) return () => undefined
  return await new Promise((resolve, reject) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (lock === null) return resolve(undefined)
        return new Promise<void>((release) => resolve(() => release()))
      })
      .catch(reject)
  })
}
