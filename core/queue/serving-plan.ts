import { sha256Hex } from "@/core/same-text"

/** Percent of a person's tasks. Gold goes first where the two together are above a hundred. */
export type ServingRates = { readonly goldRate: number; readonly repeatRate: number }

/** A project of gold alone, for instance a screening: there is nothing to hide the gold among. */
export function onlyGold(rates: ServingRates): boolean {
  return rates.goldRate >= 100
}

/** `secret` is the project's (Project.pseudonymKey), which never leaves the server. */
export function servingKey(secret: string, userId: string): string {
  return sha256Hex(`serving:${secret}:${userId}`)
}

export type Purpose = "LABEL" | "GOLD" | "REPEAT"

/** Places of one block. Within each the controls stand at random; over the blocks their rates are exact. */
const BLOCK = 20

/** Own tasks between an answer and its hidden repeat, at least. */
export const REPEAT_GAP = 20

/**
 * What stands at a place (0, 1, 2, …) of everything a person is ever served. `key` holds a secret of
 * the project and the person, so nobody can work out where the controls are, while the same claim made
 * again gives the same.
 *
 * Formula: block b = ⌊place / 20⌋ holds ⌊(b + 1) r + φ⌋ − ⌊b r + φ⌋ gold tasks, where r = 20 · rate / 100
 * and φ in [0, 1) comes from the key; the same for repeats among the places left. Which places those
 * are: those with the smallest of 20 numbers of 12 bits, read out of SHA-256(key, b).
 *
 * Worked example: 10 % gold is exactly 2 in each 20; 1 % is 1 in each 100, in a block that differs
 * between people.
 */
export function purposeAt(key: string, place: number, rates: ServingRates): Purpose {
  return planBlock(key, Math.floor(place / BLOCK), rates)[place % BLOCK] ?? "LABEL"
}

function planBlock(key: string, block: number, { goldRate, repeatRate }: ServingRates): readonly Purpose[] {
  const plan = Array.from({ length: BLOCK }, (): Purpose => "LABEL")
  if (goldRate <= 0 && repeatRate <= 0) return plan
  const gold = countIn(block, goldRate, phase(key, "gold"))
  const repeats = Math.min(BLOCK - gold, countIn(block, repeatRate, phase(key, "repeat")))
  const bits = sha256Hex(`${key}:block:${block}`)
  const order = Array.from(plan, (_, at) => ({
    at,
    weight: Number.parseInt(bits.slice(3 * at, 3 * at + 3), 16),
  }))
  order.sort((a, b) => a.weight - b.weight || a.at - b.at)
  order.slice(0, gold + repeats).forEach(({ at }, n) => {
    plan[at] = n < gold ? "GOLD" : "REPEAT"
  })
  return plan
}

function countIn(block: number, rate: number, offset: number): number {
  // Whole numbers until the last step, so that no rounding makes or loses one.
  const upTo = (blocks: number) => Math.floor((blocks * BLOCK * rate) / 100 + offset)
  return upTo(block + 1) - upTo(block)
}

/** 32 bits of the key as a number in [0, 1). */
function phase(key: string, what: string): number {
  return Number.parseInt(sha256Hex(`${key}:phase:${what}`).slice(0, 8), 16) / 2 ** 32
}

export type Supply = {
  /** Ordinary tasks the person can still get. */
  readonly labels: number
  /** Gold tasks they have not had. */
  readonly gold: number
  /** Answers of theirs that could come again. */
  readonly repeats: number
}

/**
 * How many tasks are left for a person, controls included: what the page shows. Counting ordinary
 * tasks alone would give a gold task away, since the number would not go down with it. Nothing is
 * served after the last ordinary task.
 */
export function placesLeft(key: string, from: number, rates: ServingRates, supply: Supply): number {
  if (onlyGold(rates)) return supply.gold
  const left = { LABEL: supply.labels, GOLD: supply.gold, REPEAT: supply.repeats }
  let places = 0
  for (let block = Math.floor(from / BLOCK); left.LABEL > 0; block++) {
    const plan = planBlock(key, block, rates)
    for (let at = block * BLOCK < from ? from % BLOCK : 0; at < BLOCK && left.LABEL > 0; at++) {
      const planned = plan[at] ?? "LABEL"
      left[left[planned] > 0 ? planned : "LABEL"]--
      places++
    }
  }
  return places
}
