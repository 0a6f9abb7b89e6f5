import { setImmediate } from "node:timers/promises"

/** Work at one go, in milliseconds. */
const STRETCH = 1

/**
 * Lets the rest of the process have its turns during long work on the main thread: requests are answered,
 * and the database hears what it is to do next instead of standing idle until a page of rows is finished.
 *
 *     if (pace.isDue()) await pace.rest()
 */
export class Pace {
  #began = performance.now()

  isDue(): boolean {
    return performance.now() - this.#began >= STRETCH
  }

  async rest(): Promise<void> {
    await setImmediate()
    this.#began = performance.now()
  }
}
