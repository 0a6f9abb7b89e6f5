import { requireDefined } from "@/stats/outcome"
import { corpusBleu } from "@/stats/text/bleu"
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
  readonly bleu: number | null
  /** Mean F1 of the best reference of each answer, 0 to 1, without stemming. */
  readonly rouge1: number | null
  readonly rougeL: number | null
  /** exp(−Σ log p / tokens) over the answers that came with log-probabilities. */
  readonly perplexity: number | null
  readonly tokens: number
}

/** Metrics of texts by model, beside the human figures: they look at words, people at what is meant. */
export function computeTextMetrics(
  texts: readonly ReferencedText[],
  likelihoods: readonly { readonly model: string; readonly logProb: number; readonly tokens: number }[],
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
      own.length === 0
        ? null
        : own.reduce(
            (sum, { text, references }) => sum + Math.max(...references.map((one) => score(one, text).f)),
            0,
          ) / own.length
    return {
      model,
      texts: own.length,
      bleu:
        own.length === 0
          ? null
          : requireDefined(corpusBleu(own.map(({ text, references }) => ({ output: text, references }))))
              .score,
      rouge1: best((reference, text) => rougeN(reference, text, 1)),
      rougeL: best((reference, text) => rougeL(reference, text)),
      perplexity: known && known.tokens > 0 ? Math.exp(-known.logProb / known.tokens) : null,
      tokens: known?.tokens ?? 0,
    }
  })
}
