import fc from "fast-check"
import { expect, test } from "vitest"
import { findMisfit } from "@/core/annotate/check-answer"
import type { RankStep } from "@/core/annotate/ranking-input"
import { placePanel, tieNext, toRanks } from "@/core/annotate/ranking-input"
import { rankingComparisons } from "@/core/annotate/to-comparisons"
import { verdictItemSchema } from "@/core/annotate/wire"
import { presets } from "@/core/presets/registry"
import { protocolSchema } from "@/core/protocol"
import { hashMessages } from "@/core/same-text"
import type { Row } from "@/formats/columns"
import { makeSample } from "@/formats/export/fixtures/make-sample"
import { sampleBundle } from "@/formats/export/fixtures/sample-bundles"
import { findExportFormat } from "@/formats/export/registry"

// The whole way of a ranking without browser and database: the keys that are pressed, the answer that is
// sent, the comparisons that are stored, the rows that are exported.

const unrated = protocolSchema.parse({ ...presets.instructgpt, criteria: [] })

/** The keys for an order: the digits from best to worst, `=` before a text that ties with the one before. */
function toKeys(order: readonly number[], ties: readonly boolean[]): string {
  return order.map((panel, index) => `${index > 0 && ties[index - 1] ? "=" : ""}${panel + 1}`).join("")
}

/** As the page takes them. */
function press(keys: string, k: number): readonly RankStep[] {
  let steps: readonly RankStep[] = []
  for (const key of keys) steps = key === "=" ? tieNext(steps, k) : placePanel(steps, Number(key) - 1, k)
  return steps
}

const say = (text: string) => [{ role: "assistant" as const, content: text }]
const format = findExportFormat("preference")
if (!format) throw new Error("preference")

/** Rows of an export as `better>worse`. */
function exportedPairs(k: number, prefers: ReturnType<typeof rankingComparisons>): string[] {
  const bundle = sampleBundle(
    [{ role: "user", content: `Rank ${k}` }],
    Array.from({ length: k }, (_, index) => ({ messages: say(`text ${index}`), models: [`m-${index}`] })),
    () => [{ by: "p_ada", prefers }],
  )
  const { lines } = makeSample(format ?? never(), [bundle], { testShare: 0 })
  const last = (side: unknown) => (side as { content: string }[]).at(-1)?.content ?? ""
  return [...lines.values()]
    .flat()
    .map((line) => JSON.parse(line) as Row)
    .map(({ chosen, rejected }) => `${last(chosen)}>${last(rejected)}`)
    .toSorted()
}

function never(): never {
  throw new Error("unreachable")
}

/** Text of each stored position: stored order is by hash. */
function textsByPosition(k: number): string[] {
  const texts = Array.from({ length: k }, (_, index) => `text ${index}`)
  const byHash = new Map(texts.map((text) => [hashMessages(say(text)), text]))
  return [...byHash.keys()].toSorted().map((hash) => byHash.get(hash) ?? "")
}

function roundTrip(order: readonly number[], ties: readonly boolean[], shown: readonly number[]): void {
  const k = order.length
  const keys = toKeys(order, ties)
  // K digits and a sign per tie; Enter comes on top.
  expect(keys).toHaveLength(k + ties.filter(Boolean).length)
  const ranks = [...toRanks(press(keys, k), k)]
  const item = verdictItemSchema.parse({
    kind: "verdict",
    key: "key-00000000",
    token: "t".repeat(22),
    seq: 1,
    protocolVersion: 1,
    verdict: null,
    ranks,
  })
  expect(findMisfit(item, unrated, k)).toBeNull()
  const stored = rankingComparisons(item.ranks ?? [], shown)
  expect(stored).toHaveLength((k * (k - 1)) / 2)

  // What was meant, said apart from the code above: the place of each text, those tied on the same one.
  const place = new Map<string, number>()
  const texts = textsByPosition(k)
  let level = 0
  order.forEach((panel, index) => {
    if (index > 0 && !ties[index - 1]) level += 1
    place.set(texts[shown[panel] ?? -1] ?? "", level)
  })
  const meant = [...place].flatMap(([better, high]) =>
    [...place].flatMap(([worse, low]) => (high < low ? [`${better}>${worse}`] : [])),
  )
  expect(exportedPairs(k, stored)).toEqual(meant.toSorted())
}

const sizes = [2, 3, 4, 5, 6, 7, 8, 9] as const
/** Each of K - 1 gaps holds a tie or not. */
const patterns = (k: number) =>
  Array.from({ length: 2 ** (k - 1) }, (_, bits) =>
    Array.from({ length: k - 1 }, (__, gap) => ((bits >> gap) & 1) === 1),
  )
const indices = (k: number) => Array.from({ length: k }, (_, index) => index)
const permutation = (k: number, seed: number) =>
  fc.sample(fc.shuffledSubarray(indices(k), { minLength: k, maxLength: k }), {
    numRuns: 1,
    seed,
  })[0] ?? []

test.each(sizes)("a ranking of %i, every pattern of ties, keys to rows", (k) => {
  const all = patterns(k)
  expect(new Set(all.map(String)).size).toBe(2 ** (k - 1))
  all.forEach((ties, index) => {
    roundTrip(permutation(k, 100 * k + index), ties, permutation(k, 7000 + 100 * k + index))
  })
})

test("rankings at random, keys to rows", () => {
  const ranking = fc.constantFrom(...sizes).chain((k) => {
    const order = fc.shuffledSubarray(indices(k), { minLength: k, maxLength: k })
    return fc.tuple(order, fc.array(fc.boolean(), { minLength: k - 1, maxLength: k - 1 }), order)
  })
  fc.assert(
    fc.property(ranking, (one) => roundTrip(...one)),
    { numRuns: 200 },
  )
})
