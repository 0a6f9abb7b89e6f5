import { planBalanced } from "@/core/pairing/balanced"
import { chain, planKwise } from "@/core/pairing/kwise"
import type { ModelPairCounts } from "@/core/pairing/model-pair-counts"
import type { PairingPolicy } from "@/core/pairing/policy"
import type { PairingPrompt, TextSet } from "@/core/pairing/prompt-texts"
import { pairsOf, toTextSet } from "@/core/pairing/prompt-texts"
import { seededRandom } from "@/core/pairing/seeded-random"

/** Kind of task that a protocol asks for; the same closed set as TaskKind. */
export type AskedKind = "DEMONSTRATION" | "RATING" | "PAIRWISE" | "RANKING"

/** Largest set a task can hold. */
const maxSet = 9

/**
 * The tasks one prompt should have: sets of distinct texts, never a text against itself. Sets that
 * are tasks already may be among them (a task is unique, so they are not made twice).
 *
 * `counts` is carried from prompt to prompt by the caller, in an order that depends on the project's
 * seed and the prompts alone; only `balanced` uses and changes it.
 */
export function planTasks(
  policy: PairingPolicy,
  kind: AskedKind,
  prompt: PairingPrompt,
  seed: string,
  counts: ModelPairCounts,
): TextSet[] {
  const hashes = prompt.texts.map((text) => text.hash)
  if (kind === "DEMONSTRATION") return [[]]
  if (kind === "RATING") return hashes.map((hash) => [hash])
  const sets = planSets(policy, prompt, hashes, seed, counts)
  const sized = sets.flatMap((set) => toAskedSize(set, kind))
  return distinct(sized.filter((set) => set.length >= 2))
}

function planSets(
  policy: PairingPolicy,
  prompt: PairingPrompt,
  hashes: readonly string[],
  seed: string,
  counts: ModelPairCounts,
): TextSet[] {
  switch (policy.kind) {
    case "ALL":
      return pairsOf(hashes)
    case "BALANCED":
      return planBalanced(prompt, policy.n, counts, seededRandom(seed, prompt.hash))
    case "AGAINST":
      return planAgainst(prompt, policy.modelKey)
    case "KWISE":
      return planKwise(prompt, policy.k, seededRandom(seed, prompt.hash))
    case "AS_IMPORTED":
      return prompt.stated.map((set) => toTextSet(set))
  }
}

/** Every text of another model against every text of the model. */
function planAgainst(prompt: PairingPrompt, modelKey: string): TextSet[] {
  const own = prompt.texts.filter((text) => text.models.includes(modelKey))
  const others = prompt.texts.filter((text) => !text.models.includes(modelKey))
  return own.flatMap((x) => others.map((y) => toTextSet([x.hash, y.hash])))
}

/** A protocol for pairs takes a larger set as all its pairs; a ranking takes at most nine at once. */
function toAskedSize(set: TextSet, kind: AskedKind): TextSet[] {
  if (set.length <= 2) return [set]
  if (kind === "PAIRWISE") return pairsOf(set)
  return set.length <= maxSet ? [set] : chain(set, [], maxSet)
}

function distinct(sets: readonly TextSet[]): TextSet[] {
  const seen = new Set<string>()
  return sets.filter((set) => {
    const key = set.join(" ")
    const fresh = !seen.has(key)
    seen.add(key)
    return fresh
  })
}
