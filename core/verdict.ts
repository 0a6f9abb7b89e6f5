import type { Scale } from "@/core/protocol"
import { maxLevelOf } from "@/core/protocol"

/**
 * What the annotator said, in terms of the screen: the only place where left and right exist.
 * `level` runs from 1 to maxLevel of the scale and is 1 on a plain one.
 */
export type ScreenVerdict =
  | { readonly side: "left" | "right"; readonly level: number }
  | { readonly side: "tie"; readonly bothBad: boolean }

/** The same in terms of the stored order (by hash): what is kept. */
export type StoredPreference =
  | { readonly preference: "A" | "B"; readonly bothBad: false; readonly level: number }
  | { readonly preference: "TIE"; readonly bothBad: boolean; readonly level: null }

/**
 * Screen to store. `shown[0]` is the stored position on the left, so for a pair `[1, 0]` means that
 * B stood on the left. Swapping the sides and the key never changes what is stored.
 *
 * Example: `toStored({ side: "left", level: 2 }, [1, 0])` is `{ preference: "B", bothBad: false, level: 2 }`.
 */
export function toStored(verdict: ScreenVerdict, shown: readonly number[]): StoredPreference {
  if (verdict.side === "tie") return { preference: "TIE", bothBad: verdict.bothBad, level: null }
  const position = verdict.side === "left" ? shown[0] : shown[1]
  if (shown.length !== 2 || (position !== 0 && position !== 1) || shown[0] === shown[1]) {
    throw new RangeError(`A pair is shown as [0, 1] or [1, 0], not [${shown.join(", ")}].`)
  }
  return { preference: position === 0 ? "A" : "B", bothBad: false, level: verdict.level }
}

/** Store to screen: the inverse of `toStored` for the same `shown`. */
export function toScreen(stored: StoredPreference, shown: readonly number[]): ScreenVerdict {
  if (stored.preference === "TIE") return { side: "tie", bothBad: stored.bothBad }
  return { side: shown[0] === (stored.preference === "A" ? 0 : 1) ? "left" : "right", level: stored.level }
}

/**
 * The answer to "which is worse?" as an answer to "which is better?", and back: left and right change
 * places, a tie stays one. Example: `turnRound({ side: "left", level: 2 })` is `{ side: "right", level: 2 }`.
 */
export function turnRound(verdict: ScreenVerdict): ScreenVerdict {
  if (verdict.side === "tie") return verdict
  return { side: verdict.side === "left" ? "right" : "left", level: verdict.level }
}

/** Whether a scale offers this answer at all. */
export function isOffered(verdict: ScreenVerdict, scale: Scale): boolean {
  if (verdict.side === "tie") return verdict.bothBad ? scale.bothBad : scale.tie
  return Number.isInteger(verdict.level) && verdict.level >= 1 && verdict.level <= maxLevelOf(scale)
}
