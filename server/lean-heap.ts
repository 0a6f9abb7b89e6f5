import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** What may gather before it is looked at: a share of what is kept, and at least so many bytes. */
export type HeapRoom = { readonly share: number; readonly least: number }

const usual: HeapRoom = { share: 1 / 3, least: 8 * 1024 * 1024 }

/**
 * Keeps the heap small while a work makes much and keeps little. V8 lets some hundred megabytes of garbage
 * gather before it looks at what outlived its youth; asked for when a part of what is kept has gathered, that
 * look takes some 20 ms in a program of its own, and there are few of them. The young are not counted: V8 clears
 * them away by itself, a few megabytes at a time.
 */
export class LeanHeap {
  #floor = usedBytes()

  constructor(readonly room: HeapRoom = usual) {
    // V8 clears the young away on several threads, which first must be given a processor: for the little that
    // is kept here that wait is twice the work, and what is moved by several ages twice as fast.
    setFlagsFromString("--no-parallel-scavenge")
  }

  /** To be called now and then. */
  sweep(): void {
    const used = usedBytes()
    const { share, least } = this.room
    if (used - this.#floor < Math.max(least, this.#floor * share)) return
    collect()
    this.#floor = usedBytes()
  }
}

function usedBytes(): number {
  let used = 0
  for (const space of getHeapSpaceStatistics()) {
    if (!space.space_name.startsWith("new_")) used += space.space_used_size
  }
  return used
}

let collector: (() => void) | undefined

function collect(): void {
  if (!collector) {
    setFlagsFromString("--expose-gc")
    collector = runInNewContext("gc") as () => void
  }
  collector()
}
