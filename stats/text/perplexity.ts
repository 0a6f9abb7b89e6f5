import { requireNonNegative } from "@/stats/check"
import type { Interval } from "@/stats/interval"
import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { studentQuantile } from "@/stats/special/student-t"

/**
 * Perplexity and bits per byte from natural-log token probabilities of a scored text.
 *
 * Formula: perplexity = exp(−Σ log p / N), N the number of scored tokens; bits per byte = −Σ log p / (bytes · ln 2),
 * bytes of the text in UTF-8. Perplexities of different tokenizers are not comparable, bits per byte are. Over several
 * texts both are ratios of sums, not means of ratios: pass all log-probabilities and all bytes.
 * Reference: Jelinek et al. 1977; Gao et al. 2020 (bits per byte).
 * Edge cases: no token is undefined ("no-tokens"), as are bits per byte of no byte; a log-probability above 0 or NaN
 * throws RangeError; −Infinity gives an infinite perplexity, which is what it means.
 * Worked example: two tokens of probability ½ over two bytes: perplexity 2, one bit per byte.
 */
export function perplexity(logProbabilities: readonly number[]): Outcome<number> {
  if (logProbabilities.length === 0) return notDefined("no-tokens")
  return defined(Math.exp(-sumOf(logProbabilities) / logProbabilities.length))
}

export function bitsPerByte(logProbabilities: readonly number[], bytes: number): Outcome<number> {
  if (logProbabilities.length === 0 || bytes === 0) return notDefined("no-tokens")
  return defined(-sumOf(logProbabilities) / (bytes * Math.LN2))
}

/** Sums over texts with l = Σ log p and m tokens each. */
export interface LikelihoodSums {
  readonly texts: number
  /** Σ l, Σ m, Σ l², Σ m², Σ l m. */
  readonly logProb: number
  readonly tokens: number
  readonly logProb2: number
  readonly tokens2: number
  readonly both: number
}

/**
 * Perplexity of a corpus with an interval that knows that the tokens of one text belong together.
 *
 * Formula: r = −Σ l/Σ m; error of the ratio with texts as clusters √(n/(n − 1) Σ (l + r m)²)/Σ m; exp(r ± t error),
 * Student's t of n − 1.
 * Reference: Cochran 1977, 6.3 (ratio estimates).
 * Edge cases: no token is undefined ("no-tokens"), one text has no error ("one-cluster").
 * Worked example: two texts of ten tokens with perplexities 2 and 8: 4, error of the logarithm ln 2.
 */
export function perplexityOfSums(sums: LikelihoodSums, level = 0.95): Outcome<Interval> {
  const { texts, logProb, tokens, logProb2, tokens2, both } = sums
  requireNonNegative(tokens, "tokens")
  if (tokens === 0) return notDefined("no-tokens")
  if (texts < 2) return notDefined("one-cluster")
  const rate = -logProb / tokens
  const squares = Math.max(0, logProb2 + 2 * rate * both + rate * rate * tokens2)
  const reach =
    (studentQuantile((1 + level) / 2, texts - 1) * Math.sqrt((texts / (texts - 1)) * squares)) / tokens
  return defined({
    estimate: Math.exp(rate),
    low: Math.exp(rate - reach),
    high: Math.exp(rate + reach),
    level,
  })
}

/** Length of a text in UTF-8; a lone surrogate counts as the three bytes of its replacement. */
export function utf8Length(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) as number
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}

function sumOf(logProbabilities: readonly number[]): number {
  let sum = 0
  for (const value of logProbabilities) {
    if (!(value <= 0)) throw new RangeError(`A log-probability is at most 0, not ${value}.`)
    sum += value
  }
  return sum
}
