import fc from "fast-check"
import { describe, expect, it } from "vitest"
import reference from "@/stats/fixtures/text.json"
import { requireDefined } from "@/stats/outcome"
import { bleuOfCounts, corpusBleu, sentenceBleu } from "@/stats/text/bleu"
import { tokenizeForBleu } from "@/stats/text/bleu-tokenize"
import { bitsPerByte, perplexity, perplexityOfSums, utf8Length } from "@/stats/text/perplexity"
import { porterStem } from "@/stats/text/porter-stemmer"
import { rougeL, rougeLsum, rougeN, type RougeScore } from "@/stats/text/rouge"

describe("BLEU equals sacreBLEU", () => {
  it("tokenises as 13a does", () => {
    for (const { text, tokens } of reference.tokens) expect(tokenizeForBleu(text), text).toEqual(tokens)
    expect(tokenizeForBleu('It\'s 3.5-fold, "ok".').join(" ")).toBe('It\'s 3.5 - fold , " ok " .')
  })

  it("on random corpora: all smoothings, lower case, no tokenisation, sentences", () => {
    for (const { segments, scores, detail, sentences } of reference.corpora) {
      const options = {
        exp: {},
        floor: { smoothing: "floor" },
        "add-k": { smoothing: "add-k" },
        none: { smoothing: "none" },
        lower: { lowercase: true },
        plain: { tokenizer: "none" },
      } as const
      for (const name of ["exp", "floor", "add-k", "none", "lower", "plain"] as const) {
        expect(requireDefined(corpusBleu(segments, options[name])).score, name).toBeCloseTo(scores[name], 9)
      }
      const bleu = requireDefined(corpusBleu(segments))
      expect(bleu).toMatchObject({ counts: detail.counts, totals: detail.totals })
      expect([bleu.systemLength, bleu.referenceLength]).toEqual([detail.sys, detail.ref])
      expect(bleu.brevityPenalty).toBeCloseTo(detail.bp, 12)
      segments.forEach(({ output, references }, i) => {
        expect(requireDefined(sentenceBleu(output, references)).score).toBeCloseTo(sentences[i] as number, 9)
      })
    }
  })

  it("gives the published values", () => {
    const readme = [
      {
        output: "The dog bit the man.",
        references: ["The dog bit the man.", "The dog had bit the man."],
      },
      { output: "It wasn't surprising.", references: ["It was not unexpected.", "No one was surprised."] },
      {
        output: "The man had just bitten him.",
        references: ["The man bit him first.", "The man had bitten the dog."],
      },
    ]
    expect(requireDefined(corpusBleu(readme)).score).toBeCloseTo(48.530827, 6)
    expect(requireDefined(corpusBleu(readme, { tokenizer: "none" })).score).toBeCloseTo(49.1919566, 6)
    expect(bleuOfCounts([9, 7, 5, 3], [10, 8, 6, 4], 11, 11).score).toBeCloseTo(83.75922397, 7)
    expect(corpusBleu([])).toEqual({ defined: false, reason: "no-data" })
    expect(requireDefined(corpusBleu([{ output: "", references: ["a b"] }])).score).toBe(0)
    expect(() => corpusBleu([{ output: "a", references: [] }])).toThrow(RangeError)
  })

  it("is 100 of a text with itself and lies in [0, 100]", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const score = requireDefined(corpusBleu([{ output: a, references: [b] }])).score
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100 + 1e-9)
        if (tokenizeForBleu(a).length >= 4) {
          expect(requireDefined(corpusBleu([{ output: a, references: [a, b] }])).score).toBeCloseTo(100, 9)
        }
      }),
      { numRuns: 150, seed: 7 },
    )
  })
})

describe("Porter's stemmer", () => {
  it("equals NLTK's default mode on 1,700 words", () => {
    const wrong = Object.entries(reference.stems).filter(([word, stem]) => porterStem(word) !== stem)
    expect(wrong).toEqual([])
    expect(Object.keys(reference.stems).length).toBeGreaterThan(1600)
  })

  it("gives the worked example", () => {
    expect(["relational", "flies", "dying", "enjoy"].map(porterStem)).toEqual([
      "relat",
      "fli",
      "die",
      "enjoy",
    ])
  })
})

describe("ROUGE", () => {
  const list = ({ precision, recall, f }: RougeScore) => [precision, recall, f]
  const expectClose = (score: RougeScore, expected: readonly number[]) => {
    list(score).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 10))
  }

  it("equals the definition with NLTK's stemmer on random texts", () => {
    for (const row of reference.rouge) {
      for (const name of ["plain", "stem"] as const) {
        const options = { stem: name === "stem" }
        const { reference: target, prediction } = row
        expectClose(rougeN(target, prediction, 1, options), row[name].one)
        expectClose(rougeN(target, prediction, 2, options), row[name].two)
        expectClose(rougeL(target, prediction, options), row[name].l)
        expectClose(rougeLsum(target, prediction, options), row[name].lsum)
      }
    }
  })

  it("gives the published values of rouge_score's tests", () => {
    expectClose(rougeN("testing one two", "testing", 1), [1, 1 / 3, 1 / 2])
    expectClose(rougeN("testing one two", "testing one", 2), [1, 1 / 2, 2 / 3])
    expectClose(rougeL("testing one two", "testing one"), [1, 2 / 3, 4 / 5])
    expectClose(rougeL("testing one two", "testing two"), [1, 2 / 3, 4 / 5])
    expectClose(rougeLsum("w1 w2 w3 w4 w5", "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5"), [0.4, 0.8, 0.64 / 1.2])
    for (const [a, b] of [
      ["w1", ""],
      ["", "w1"],
      ["w1", "/"],
    ] as const) {
      for (const score of [rougeN(a, b, 1), rougeN(a, b, 2), rougeL(a, b), rougeLsum(a, b)]) {
        expect(list(score)).toEqual([0, 0, 0])
      }
    }
    expect(() => rougeN("a", "b", 0)).toThrow(RangeError)
  })
})

describe("perplexity", () => {
  it("gives the worked example and its undefined cases", () => {
    const half = [Math.log(0.5), Math.log(0.5)]
    expect(requireDefined(perplexity(half))).toBeCloseTo(2, 12)
    expect(requireDefined(bitsPerByte(half, 2))).toBeCloseTo(1, 12)
    expect(perplexity([])).toEqual({ defined: false, reason: "no-tokens" })
    expect(bitsPerByte([], 5)).toEqual({ defined: false, reason: "no-tokens" })
    expect(bitsPerByte(half, 0)).toEqual({ defined: false, reason: "no-tokens" })
    expect(requireDefined(perplexity([Number.NEGATIVE_INFINITY]))).toBe(Number.POSITIVE_INFINITY)
    expect(() => perplexity([0.1])).toThrow(RangeError)
    expect(() => perplexity([Number.NaN])).toThrow(RangeError)
  })

  it("counts bytes as UTF-8 does", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length)
      }),
      { numRuns: 100, seed: 8 },
    )
    expect(utf8Length("aß東😀")).toBe(10)
  })
})

describe("perplexity of a corpus from sums", () => {
  it("gives the worked example, and reasons where there is no interval", () => {
    const [a, b] = [-10 * Math.log(2), -10 * Math.log(8)]
    const sums = {
      texts: 2,
      logProb: a + b,
      tokens: 20,
      logProb2: a * a + b * b,
      tokens2: 200,
      both: 10 * (a + b),
    }
    const { estimate, low, high } = requireDefined(perplexityOfSums(sums))
    expect(estimate).toBeCloseTo(4, 12)
    // Student's t with one degree of freedom at 0.975, error of the logarithm ln 2.
    expect(Math.log(high / estimate)).toBeCloseTo(12.706204736 * Math.LN2, 6)
    expect(Math.log(estimate / low)).toBeCloseTo(12.706204736 * Math.LN2, 6)
    expect(perplexityOfSums({ ...sums, texts: 1 })).toEqual({ defined: false, reason: "one-cluster" })
    expect(perplexityOfSums({ ...sums, tokens: 0 })).toEqual({ defined: false, reason: "no-tokens" })
  })
})
