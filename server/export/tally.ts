import type { Weights } from "@/formats/aggregation/aggregate"
import { LengthCount } from "@/formats/card/lengths"
import type { Manifest } from "@/formats/export/manifest"
import { type SplitName, splitNames } from "@/formats/export/settings"
import { leftOutReasons, type SkipReason, skipReasons } from "@/formats/export/skip-reasons"
import type { PromptBundle } from "@/formats/export/units"

type Count = Map<string, number>

/** Everything an export counts on its way. Order of keys is fixed, never that of first appearance. */
export class ExportTally {
  #read = 0
  #counted = 0
  readonly #leftOut: Count = new Map()
  readonly #skipped: Count = new Map()
  readonly #prompts: Count = new Map()
  readonly #rows = new Map<string, Count>()
  readonly #lengths = new LengthCount()
  /** Of annotators, where votes are weighted. */
  weights: Weights | undefined

  read({ tasks }: PromptBundle): void {
    for (const task of tasks) {
      for (const { leftOut } of task.annotations) {
        this.#read++
        if (leftOut === null) this.#counted++
        else add(this.#leftOut, leftOut)
      }
    }
  }

  /** Read so far. */
  get annotations(): number {
    return this.#read
  }

  skip(reasons: readonly SkipReason[]): void {
    for (const reason of reasons) add(this.#skipped, reason)
  }

  measure(lengths: readonly number[]): void {
    for (const length of lengths) this.#lengths.add(length)
  }

  /** A prompt that has rows. */
  wrotePrompt(split: SplitName): void {
    add(this.#prompts, split)
  }

  wrote(config: string, split: SplitName): void {
    const rows = this.#rows.get(config) ?? new Map<string, number>()
    this.#rows.set(config, rows)
    add(rows, split)
  }

  counts(): Manifest["counts"] {
    const configs = [...this.#rows.keys()].sort()
    const lengths = this.#lengths.lengths()
    return {
      annotations: {
        read: this.#read,
        counted: this.#counted,
        left_out: inOrder(this.#leftOut, Object.keys(leftOutReasons)),
      },
      rows: Object.fromEntries(
        configs.map((config) => [config, inOrder(this.#rows.get(config) ?? new Map(), splitNames)]),
      ),
      skipped: inOrder(this.#skipped, Object.keys(skipReasons)),
      ...(lengths && { lengths }),
    }
  }

  prompts(): Record<string, number> {
    return inOrder(this.#prompts, splitNames)
  }
}

function add(count: Count, key: string): void {
  count.set(key, (count.get(key) ?? 0) + 1)
}

function inOrder(count: Count, order: readonly string[]): Record<string, number> {
  return Object.fromEntries(order.flatMap((key) => (count.has(key) ? [[key, count.get(key) ?? 0]] : [])))
}
