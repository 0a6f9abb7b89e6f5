import type { Interval } from "@/stats/interval"
import { bootstrapScore } from "@/stats/intervals/bootstrap-score"
import { type Outcome, requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"
import { type LikelihoodSums, perplexityOfSums } from "@/stats/text/perplexity"
import { type Bleu, bleuOfCounts, corpusBleu } from "@/stats/text/bleu"
import { rougeL, rougeN } from "@/stats/text/rouge"

/** One answer of a model and the references of its prompt. */
export interface ReferencedText {
  readonly model: string
  readonly text: string
  readonly references: readonly string[]
}

export interface TextRow {
  readonly model: string
  /** Answers that have a reference. */
  readonly texts: number
  /** 0 to 100, sacreBLEU's default signature; null without references. */
  readonly bleu: Metric | null
  /** Mean F1 of the best reference of each answer, 0 to 1, without stemming. */
  readonly rouge1: Metric | null
  readonly rougeL: Metric | null
  /** exp(−Σ log p / tokens) over the answers that came with log-probabilities. */
  readonly perplexity: Metric | null
  readonly tokens: number
}

export interface Likelihood extends LikelihoodSums {
  readonly model: string
}

/** A value with its interval where there is one. */
export interface Metric {
  readonly value: number
  readonly interval: Outcome<Interval>
}

/**
 * Metrics of texts by model, beside the human figures: they look at words, people at what is meant. Intervals: BLEU and
 * ROUGE by a seeded bootstrap of answers, perplexity by the error of a ratio with answers as clusters; one answer alone
 * has none.
 */
export function computeTextMetrics(
  texts: readonly ReferencedText[],
  likelihoods: readonly Likelihood[],
): TextRow[] {
  const models = new Map<string, ReferencedText[]>()
  for (const one of texts) {
    const own = models.get(one.model)
    if (own) own.push(one)
    else models.set(one.model, [one])
  }
  const likelihood = new Map(likelihoods.map((one) => [one.model, one]))
  return [...new Set([...models.keys(), ...likelihood.keys()])].toSorted().map((model): TextRow => {
    const own = models.get(model) ?? []
    const known = likelihood.get(model)
    const best = (score: (reference: string, text: string) => { readonly f: number }) =>
      own.map(({ text, references }) => Math.max(...references.map((one) => score(one, text).f)))
    const segments = own.map(({ text, references }) =>
      requireDefined(corpusBleu([{ output: text, references }])),
    )
    return {
      model,
      texts: own.length,
      bleu: resample(own.length, (of) => toBleu(of.map((at) => segments[at] as Bleu))),
      rouge1: resample(own.length, meanOf(best((reference, text) => rougeN(reference, text, 1)))),
      rougeL: resample(own.length, meanOf(best((reference, text) => rougeL(reference, text)))),
      perplexity:
        known && known.tokens > 0
          ? { value: Math.exp(-known.logProb / known.tokens), interval: perplexityOfSums(known) }
          : null,
      tokens: known?.tokens ?? 0,
    }
  })
}

const meanOf = (values: readonly number[]) => (of: readonly number[]) =>
  of.reduce((sum, at) => sum + (values[at] as number), 0) / of.length

/** BLEU of a corpus is that of the sums of its segments. */
function toBleu(segments: readonly Bleu[]): number {
  const [counts, totals] = [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]
  let [own, reference] = [0, 0]
  for (const segment of segments) {
    for (let n = 0; n < 4; n++) {
      counts[n] = (counts[n] as number) + (segment.counts[n] as number)
      totals[n] = (totals[n] as number) + (segment.totals[n] as number)
    }
    own += segment.systemLength
    reference += segment.referenceLength
  }
  return bleuOfCounts(counts, totals, own, reference).score
}

function resample(n: number, score: (places: readonly number[]) => number): Metric | null {
  if (n === 0) return null
  return {
    value: score(Array.from({ length: n }, (_, at) => at)),
    interval: bootstrapScore(n, score, createRng(1)),
  }
}
