import { expect, test } from "vitest"
import { findMisfit } from "@/core/annotate/check-answer"
import type { VerdictItem } from "@/core/annotate/wire"
import { verdictItemSchema } from "@/core/annotate/wire"
import { presets } from "@/core/presets/registry"
import type { PresetName } from "@/core/presets/registry"

const item = (answer: Partial<VerdictItem>): VerdictItem => ({
  ...verdictItemSchema.parse({
    key: "12345678",
    token: "A".repeat(22),
    seq: 1,
    kind: "verdict",
    protocolVersion: 1,
    verdict: null,
  }),
  ...answer,
})
const left = { side: "left", level: 1 } as const
const ratings = (panels: number, names: string[], value: number) =>
  Array.from({ length: panels }, (_, panel) => names.map((criterion) => ({ panel, criterion, value }))).flat()
const help = ["helpfulness", "correctness", "coherence", "complexity", "verbosity"]

test.each<[PresetName, number, Partial<VerdictItem>, RegExp | null]>([
  ["pairwise", 2, { verdict: left }, null],
  ["pairwise", 2, {}, /A pair needs an answer/],
  ["pairwise", 2, { verdict: left, ranks: [1, 2] }, /Ranks are answers to a ranking only/],
  ["pairwise", 2, { verdict: left, confidence: 3 }, /does not ask how sure/],
  ["instructgpt", 4, { ranks: [1, 2, 2, 4], ratings: ratings(4, ["quality"], 7) }, null],
  ["instructgpt", 2, { ranks: [1, 1], ratings: ratings(2, ["quality"], 1) }, null],
  ["instructgpt", 4, { ranks: [1, 2, 2, 3], ratings: ratings(4, ["quality"], 7) }, /Rank 3 does not follow/],
  [
    "instructgpt",
    4,
    { ranks: [1, 2, 2, null], ratings: ratings(4, ["quality"], 7) },
    /a rank for every text/,
  ],
  [
    "instructgpt",
    4,
    { ranks: [1, 2, 3, 4], ratings: ratings(3, ["quality"], 7) },
    /rate "quality" for every/,
  ],
  ["instructgpt", 4, { ranks: [1, 2, 3] }, /Expected 4 ranks/],
  ["instructgpt", 2, { verdict: left }, /Left and right are answers to a pair only/],
  ["instructgpt", 4, { notRankable: true }, null],
  ["instructgpt", 4, { notRankable: true, ranks: [1, 2, 3, 4] }, /exclude each other/],
  ["instructgpt-eval", 1, { ratings: ratings(1, ["quality"], 4) }, null],
  ["instructgpt-eval", 1, {}, /rate "quality"/],
  ["instructgpt-eval", 1, { ratings: ratings(1, ["quality"], 8) }, /off the scale/],
  ["summarize-feedback", 2, { verdict: left }, /rate "overall-quality"/],
  [
    "summarize-feedback",
    2,
    { verdict: left, ratings: ratings(2, ["overall-quality", "accuracy", "coverage", "coherence"], 5) },
    /how sure you are/,
  ],
  ["llama-2", 2, { verdict: { side: "right", level: 4 }, ratings: ratings(2, ["safety"], 1) }, null],
  ["llama-2", 2, { verdict: { side: "right", level: 5 }, ratings: ratings(2, ["safety"], 1) }, /not offer/],
  ["helpsteer2", 2, { verdict: left, ratings: ratings(2, help, 0), rationale: "x".repeat(20) }, null],
  ["helpsteer2", 2, { verdict: left, ratings: ratings(2, help, 0), rationale: "short" }, /asks for a reason/],
])("%s with %i texts", (preset, k, answer, misfit) => {
  const found = findMisfit(item(answer), presets[preset], k)
  if (misfit === null) expect(found).toBeNull()
  else expect(found).toMatch(misfit)
})
