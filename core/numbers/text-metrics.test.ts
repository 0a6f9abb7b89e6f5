import { expect, it } from "vitest"
import { computeTextMetrics, type Metric } from "@/core/numbers/text-metrics"

const highOf = (metric: Metric | null | undefined): number =>
  metric?.interval.defined ? metric.interval.value.high : Number.NaN

it("metrics of texts by model, with intervals, where there is something to compare with", () => {
  // Four answers of five tokens each, all of perplexity 5: they do not differ, so the interval has no width.
  const each = -5 * Math.log(5)
  const moments = { logProb2: 4 * each * each, tokens2: 100, both: 20 * each }
  const rows = computeTextMetrics(
    [
      {
        model: "x",
        text: "the cat sat on the mat today",
        references: ["the cat sat on the mat today", "no"],
      },
      { model: "y", text: "a dog", references: ["the cat sat on the mat"] },
    ],
    [{ model: "z", texts: 4, logProb: -20 * Math.log(5), tokens: 20, ...moments }],
  )
  expect(rows).toMatchObject([
    {
      model: "x",
      texts: 1,
      rouge1: { value: 1 },
      rougeL: { value: 1 },
      perplexity: null,
    },
    { model: "y", texts: 1, rouge1: { value: 0 }, rougeL: { value: 0 } },
    { model: "z", texts: 0, bleu: null, rouge1: null, tokens: 20 },
  ])
  expect(rows[0]?.bleu?.value).toBeCloseTo(100, 9)
  expect(rows[2]?.perplexity?.value).toBeCloseTo(5, 12)
  expect(highOf(rows[2]?.perplexity)).toBeCloseTo(5, 5)
  const apart = computeTextMetrics(
    [],
    // Perplexities 2 and 8 with ten tokens each: log rate (ln 2 + ln 8)/2, error of two clusters, t of one degree.
    [
      {
        model: "z",
        texts: 2,
        tokens: 20,
        tokens2: 200,
        logProb: -10 * Math.log(16),
        logProb2: 100 * (Math.log(2) ** 2 + Math.log(8) ** 2),
        both: -100 * Math.log(16),
      },
    ],
  )
  const reach = 12.706204736 * (Math.sqrt(2 * 2 * (10 * Math.log(2)) ** 2) / 20)
  expect(Math.log(highOf(apart[0]?.perplexity))).toBeCloseTo(Math.log(4) + reach, 6)
})
