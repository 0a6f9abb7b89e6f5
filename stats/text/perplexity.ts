import { defined, notDefined, type Outcome } from "@/stats/outcome"

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
