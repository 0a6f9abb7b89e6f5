import { expect, test } from "vitest"
import { sha256Hex } from "@/core/same-text"
import { logitMargin, voteMargin } from "@/formats/export/margin"
import { selectKwise } from "@/formats/export/select-kwise"
import type { DecidedPair } from "@/formats/export/decide-pairs"
import type { ExportSettings } from "@/formats/export/settings"

const pair = (better: string, worse: string): DecidedPair => {
  const [hashA, hashB] = better < worse ? [better, worse] : [worse, better]
  return {
    comparisonId: `cmp_${hashA}${hashB}`,
    criterion: "overall",
    hashA,
    hashB,
    winner: hashA === better ? "A" : "B",
    votesA: 1,
    votesB: 0,
    votesTie: 0,
    strength: 1,
    margin: 1,
    source: "annotation",
    group: "g",
    annotator: "",
    votes: [],
    part: 0,
  }
}
const kept = (pairs: DecidedPair[], kwise: ExportSettings["kwise"], seed = "s") => {
  const found = selectKwise(pairs, { kwise, seed }, sha256Hex)
  expect(found.pairs.length + found.skipped.length).toBe(pairs.length)
  return found.pairs.map(({ winner, hashA, hashB }) => (winner === "A" ? hashA + hashB : hashB + hashA))
}

const ranking = [pair("a", "b"), pair("a", "c"), pair("b", "c")]

test("all pairs, neighbours, the extremes, one", () => {
  expect(kept(ranking, "all_pairs")).toEqual(["ab", "ac", "bc"])
  expect(kept(ranking, "adjacent")).toEqual(["ab", "bc"])
  expect(kept(ranking, "best_vs_worst")).toEqual(["ac"])
  expect(kept(ranking, "one_per_prompt")).toHaveLength(1)
})

test("ties share a rank: b = c gives two pairs of neighbours and of extremes", () => {
  const tied = [pair("a", "b"), pair("a", "c")]
  expect(kept(tied, "adjacent")).toEqual(["ab", "ac"])
  expect(kept(tied, "best_vs_worst")).toEqual(["ab", "ac"])
})

test("a circle has no best: its pairs are kept by all_pairs alone", () => {
  const circle = [pair("a", "b"), pair("b", "c"), pair("c", "a")]
  expect(kept(circle, "adjacent")).toEqual([])
  expect(kept(circle, "best_vs_worst")).toEqual([])
  expect(kept(circle, "all_pairs")).toHaveLength(3)
})

test("the seed draws the pair, the same one every time", () => {
  const drawn = new Set(
    Array.from({ length: 30 }, (_, i) => kept(ranking, "one_per_prompt", `seed-${i}`).join()),
  )
  expect([...drawn].sort()).toEqual(["ab", "ac", "bc"])
  expect(kept(ranking, "one_per_prompt", "x")).toEqual(kept([...ranking].reverse(), "one_per_prompt", "x"))
})

test.each([
  ["llama2_small", 1, 4, 0],
  ["llama2_small", 2, 4, 1 / 3],
  ["llama2_small", 4, 4, 1],
  ["llama2_large", 4, 4, 3],
  ["llama2_large", 2, 3, 2],
  ["llama2_small", 1, 2, 1 / 3],
  ["llama2_small", 1, 1, 1],
  ["llama2_large", 1, 1, 3],
] as const)("%s: level %d of %d is %d", (rule, level, maxLevel, margin) => {
  expect(voteMargin(rule, level, maxLevel, [])).toBeCloseTo(margin, 12)
})

test("the protocol's own margins, and log-odds that stay finite", () => {
  expect(voteMargin("scale", 2, 3, [0.1, 0.2, 0.3])).toBe(0.2)
  expect(voteMargin("scale", 3, 3, [0.1])).toBe(1)
  expect(voteMargin("scale", null, 3, [0.1])).toBe(0)
  expect(logitMargin(0.75)).toBeCloseTo(Math.log(3), 12)
  expect(logitMargin(0.5)).toBe(0)
  expect(logitMargin(1)).toBe(logitMargin(0.95))
})
