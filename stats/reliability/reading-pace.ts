import { requireNonNegative } from "@/stats/check"

/**
 * The reading floor: the time under which the texts of a task cannot have been read.
 *
 * Formula: characters/(50 per second), about 600 words a minute, twice the pace of a fast reader; at most 4,000
 * characters are asked for, since long texts are skimmed with good reason. Answers below the floor are a note beside
 * the figures, never a flag and never evidence: careful people can be fast.
 * Reference: Brysbaert 2019 (silent reading of English: 238 words a minute, 300 is fast).
 * Edge cases: no text has no floor.
 * Worked example: 2,000 characters have a floor of 40 s: an answer after 30 s is below it.
 */
export const FLOOR_CHARACTERS_PER_SECOND = 50
export const FLOOR_MOST_CHARACTERS = 4000

/** Milliseconds. */
export function toReadingFloor(characters: number): number {
  requireNonNegative(characters, "characters")
  return (Math.min(characters, FLOOR_MOST_CHARACTERS) / FLOOR_CHARACTERS_PER_SECOND) * 1000
}
