import type { PairingPrompt, TextSet } from "@/core/pairing/prompt-texts"
import { toTextSet } from "@/core/pairing/prompt-texts"

/**
 * `kwise:K`: sets of at most K texts that cover every text of the prompt, each set sharing a text
 * with the one before, so that the rankings can be put together into one order.
 *
 * With no task yet, the texts in seeded order are cut into a chain: `ceil((t - 1) / (K - 1))` sets,
 * the last one filled up with earlier texts. With tasks, only texts that came now are chained, with
 * texts already judged at both ends; the same import again adds nothing.
 *
 * Example: 5 texts, K = 3: `{p, q, r}`, `{r, s, u}`. 3 texts, K = 4: the one set of 3.
 */
export function planKwise(prompt: PairingPrompt, k: number, random: () => number): TextSet[] {
  const order = shuffled(
    prompt.texts.map((text) => text.hash),
    random,
  )
  const covered = new Set(prompt.existing.flat())
  if (covered.size === 0) return chain(order, [], k)
  const fresh = new Set(prompt.texts.filter((text) => text.isNew).map((text) => text.hash))
  const missing = order.filter((hash) => fresh.has(hash) && !covered.has(hash))
  return missing.length === 0
    ? []
    : chain(
        missing,
        order.filter((hash) => covered.has(hash)),
        k,
      )
}

/** Cuts `order` into sets of k that overlap in one text; `known` texts begin the chain and fill its end. */
export function chain(order: readonly string[], known: readonly string[], k: number): TextSet[] {
  const line = [...known.slice(0, 1), ...order]
  if (line.length < 2) return []
  const sets: TextSet[] = []
  for (let start = 0; start < line.length - 1; start += k - 1) {
    const part = line.slice(start, start + k)
    const others = [...known, ...line].filter((hash) => !part.includes(hash))
    sets.push(toTextSet([...part, ...others.slice(0, k - part.length)]))
  }
  return sets
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, lot: random() }))
    .toSorted((x, y) => x.lot - y.lot)
    .map(({ item }) => item)
}
