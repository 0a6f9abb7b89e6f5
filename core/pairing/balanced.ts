import type { ModelPairCounts } from "@/core/pairing/model-pair-counts"
import type { PairingPrompt, PairingText, TextSet } from "@/core/pairing/prompt-texts"
import { toTextSet } from "@/core/pairing/prompt-texts"

type Edge = { readonly x: number; readonly y: number; readonly count: number; readonly lot: number }

/**
 * `balanced:N`: N pairs of a prompt, chosen so that pairs of models meet equally often over the
 * project and the prompt's texts hang together.
 *
 * One pair is taken at a time: of the pairs left, first one that joins two parts of the prompt not
 * yet connected (Kruskal's rule: with N >= texts - 1 everything is connected at the end), among those
 * the pair of models that met least so far, then the pair whose texts are used least in this prompt,
 * then by a seeded lot. This is the greedy form of a balanced incomplete block design (Bose 1939):
 * exact where the numbers divide, off by one or two where not.
 *
 * Pairs that are tasks already count towards N, so the same import again adds nothing. A text that
 * came later still gets its share of pairs, `2N / texts` and at least one: else a model added last
 * would never be judged.
 *
 * Example: texts a, b, c with models 1, 2, 3, N = 2, no counts: a path such as a-b, b-c.
 * With the pair (1, 2) met 5 times before: a-c, b-c.
 *
 * Changes `counts` by what it chose.
 */
export function planBalanced(
  prompt: PairingPrompt,
  n: number,
  counts: ModelPairCounts,
  random: () => number,
): TextSet[] {
  const { texts } = prompt
  const existing = existingEdges(prompt)
  const parts = texts.map((_, index) => index)
  const degree = texts.map(() => 0)
  for (const [x, y] of existing) use(x, y, parts, degree)

  let edges = openEdges(texts, existing, counts, random)
  const share = Math.max(1, Math.floor((2 * n) / texts.length))
  const chosen: TextSet[] = []
  const take = (candidates: readonly Edge[]): void => {
    const best = bestEdge(candidates, parts, degree)
    const x = best && texts[best.x]
    const y = best && texts[best.y]
    if (!best || !x || !y) return
    chosen.push(toTextSet([x.hash, y.hash]))
    counts.addTexts(x, y)
    use(best.x, best.y, parts, degree)
    edges = edges.filter((edge) => edge !== best)
  }
  while (existing.length + chosen.length < n && edges.length > 0) take(edges)
  if (existing.length > 0) {
    texts.forEach((text, index) => {
      for (;;) {
        const own = edges.filter((edge) => edge.x === index || edge.y === index)
        if (!text.isNew || (degree[index] ?? 0) >= share || own.length === 0) return
        take(own)
      }
    })
  }
  return chosen
}

function existingEdges(prompt: PairingPrompt): [number, number][] {
  const at = new Map(prompt.texts.map((text, index) => [text.hash, index]))
  return prompt.existing.flatMap((set): [number, number][] => {
    const [first, second] = set
    const x = first === undefined ? undefined : at.get(first)
    const y = second === undefined ? undefined : at.get(second)
    return set.length === 2 && x !== undefined && y !== undefined ? [[x, y]] : []
  })
}

function openEdges(
  texts: readonly PairingText[],
  existing: readonly [number, number][],
  counts: ModelPairCounts,
  random: () => number,
): Edge[] {
  const taken = new Set(existing.flatMap(([x, y]) => [`${x},${y}`, `${y},${x}`]))
  return texts.flatMap((first, x) =>
    texts.slice(x + 1).flatMap((second, offset): Edge[] => {
      const y = x + 1 + offset
      const edge = { x, y, count: counts.meanOf(first, second), lot: random() }
      return taken.has(`${x},${y}`) ? [] : [edge]
    }),
  )
}

function bestEdge(
  edges: readonly Edge[],
  parts: readonly number[],
  degree: readonly number[],
): Edge | undefined {
  const rank = (edge: Edge) => [
    parts[edge.x] === parts[edge.y] ? 1 : 0,
    edge.count,
    (degree[edge.x] ?? 0) + (degree[edge.y] ?? 0),
    edge.lot,
  ]
  let best: { edge: Edge; rank: number[] } | undefined
  for (const edge of edges) {
    const own = rank(edge)
    if (!best || isLess(own, best.rank)) best = { edge, rank: own }
  }
  return best?.edge
}

function isLess(x: readonly number[], y: readonly number[]): boolean {
  for (const [index, value] of x.entries()) {
    const other = y[index] ?? 0
    if (value !== other) return value < other
  }
  return false
}

/** Joins the parts of two texts and counts the use of each. */
function use(x: number, y: number, parts: number[], degree: number[]): void {
  const from = parts[x] ?? 0
  const to = parts[y] ?? 0
  for (const [index, part] of parts.entries()) if (part === from) parts[index] = to
  degree[x] = (degree[x] ?? 0) + 1
  degree[y] = (degree[y] ?? 0) + 1
}
