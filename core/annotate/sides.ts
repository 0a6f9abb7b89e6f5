import { sha256Hex } from "@/core/same-text"

/** What a side is decided from. Counts are of position 0 on the left minus position 0 on the right. */
export type SideHistory = {
  /** Over the other people who hold or have judged this task. */
  readonly task: number
  /** Over everything this person was given in the project. */
  readonly annotator: number
}

/** How much an imbalance within one task outweighs the same imbalance over a person's tasks. */
export const TASK_WEIGHT = 4

/**
 * Which stored position stands on the left of a pair: `[0, 1]` or `[1, 0]`.
 *
 * Left-right bias is the oldest trap of pairwise judging, so the order is balanced twice: over the
 * people who judge a task, and over the tasks a person judges. With d_t and d_a the two imbalances so
 * far, the side s in {+1 (0 left), -1 (0 right)} is chosen that makes 4 (d_t + s)^2 + (d_a + s)^2
 * smallest, which is s = -sign(4 d_t + d_a). Where both are even a coin falls, seeded by project,
 * task and person, so that the same claim made again gives the same side and nobody can foresee it.
 *
 * The task rules until a person's imbalance exceeds four; so |d_a| stays bounded even for someone
 * who always comes second. Example: nobody before, this person had 0 once more on the left
 * (`{ task: 0, annotator: 1 }`): 0 goes right, `[1, 0]`. The person before had it left, and this one
 * has it twice too often on the right (`{ task: 1, annotator: -2 }`): still right, since 4 - 2 > 0.
 */
export function pairSides(history: SideHistory, seed: string): readonly [number, number] {
  const lean = TASK_WEIGHT * history.task + history.annotator
  const zeroLeft = lean === 0 ? seededBits(seed) % 2 === 0 : lean < 0
  return zeroLeft ? [0, 1] : [1, 0]
}

/**
 * Order of K > 2 texts on the screen. A task has one seeded order; its n-th annotator gets it turned
 * by n places, so that after K annotators each text stood once at each place (a Latin square).
 *
 * Example: base order `[2, 0, 1]`, second annotator: `[0, 1, 2]`.
 */
export function rankingOrder(k: number, taskSeed: string, annotatorsBefore: number): readonly number[] {
  const order = Array.from({ length: k }, (_, position) => position)
  // Fisher-Yates, one hash per step.
  for (let i = k - 1; i > 0; i--) {
    const j = seededBits(`${taskSeed}:${i}`) % (i + 1)
    const [a, b] = [order[i], order[j]]
    if (a === undefined || b === undefined) throw new RangeError("unreachable")
    order[i] = b
    order[j] = a
  }
  const turn = k === 0 ? 0 : annotatorsBefore % k
  return [...order.slice(turn), ...order.slice(0, turn)]
}

/** 32 bits that look random, the same for the same seed. */
function seededBits(seed: string): number {
  return Number.parseInt(sha256Hex(seed).slice(0, 8), 16)
}
