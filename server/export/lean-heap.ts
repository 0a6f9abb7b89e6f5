import { setFlagsFromString } from "node:v8"

let running = 0

/**
 * Runs a work that makes much and keeps little with a heap that is swept early: V8 would rather let garbage
 * of some hundred megabytes gather than look for it. For the whole process, as long as such a work runs.
 */
export async function withLeanHeap<T>(work: () => Promise<T>): Promise<T> {
  if (running++ === 0) setFlagsFromString("--heap-growing-percent=20")
  try {
    return await work()
  } finally {
    // 0 = as V8 thinks best.
    if (--running === 0) setFlagsFromString("--heap-growing-percent=0")
  }
}
