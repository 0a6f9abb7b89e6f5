import type { DecidedPair, DecidedTie } from "@/formats/export/decide-pairs"
import type { TextUnit } from "@/formats/export/units"

/** A pair that may be trained on, its texts in place and its better side named. */
export type ReadyPair = DecidedPair & {
  readonly chosen: TextUnit
  readonly rejected: TextUnit
  /** 1 / pairs exported of the group, so that a ranking weighs as much as a single pair. */
  readonly weight: number
}

export type ReadyTie = DecidedTie & { readonly a: TextUnit; readonly b: TextUnit; readonly weight: number }

/** What the votes on one prompt came to, texts in place. */
export type Judged = {
  /** In order of comparison id. */
  readonly pairs: readonly ReadyPair[]
  /** Empty unless the tie policy keeps them. */
  readonly ties: readonly ReadyTie[]
}
