import { defined, notDefined, type Outcome } from "@/stats/outcome"
import { type BleuTokenizer, tokenizeForBleu } from "@/stats/text/bleu-tokenize"

/**
 * BLEU as sacreBLEU computes it (default signature: case mixed, tokenizer 13a, smoothing exp).
 *
 * Formula: 100 · BP · exp(¼ Σ log p_n), p_n the clipped n-gram precision over the whole corpus; BP = exp(1 − r/c) where
 * the output is shorter (c < r), r the sum over segments of the reference length closest to the output's (the shorter on
 * a tie). Smoothing of a zero count: `exp` p_n = 1/(2^k total) for the k-th one, `floor` value/total, `add-k` adds k to
 * counts and totals from bigrams on, `none` leaves 0. With `effectiveOrder` (for sentences) orders without any n-gram in
 * the output are left out of the mean.
 * Reference: Papineni et al. 2002; Post 2018; sacreBLEU 2.6.
 * Edge cases: no segment is undefined; a segment without a reference throws; nothing in common is 0, as is no output at
 * all: that is what the metric says, not a missing value.
 * Worked example (sacreBLEU's README, three segments, two references): 48.530827.
 */
export type BleuSmoothing = "exp" | "floor" | "add-k" | "none"

export interface BleuOptions {
  readonly smoothing?: BleuSmoothing
  /** 0.1 for floor and 1 for add-k unless told. */
  readonly smoothingValue?: number
  readonly lowercase?: boolean
  readonly tokenizer?: BleuTokenizer
  readonly effectiveOrder?: boolean
}

export interface Bleu {
  /** 0 to 100. */
  readonly score: number
  readonly precisions: readonly number[]
  readonly counts: readonly number[]
  readonly totals: readonly number[]
  readonly brevityPenalty: number
  readonly systemLength: number
  readonly referenceLength: number
}

const ORDERS = 4

/** @param segments each output with its one or more references */
export function corpusBleu(
  segments: readonly { readonly output: string; readonly references: readonly string[] }[],
  options: BleuOptions = {},
): Outcome<Bleu> {
  if (segments.length === 0) return notDefined("no-data")
  const { lowercase = false, tokenizer = "13a" } = options
  const counts = [0, 0, 0, 0]
  const totals = [0, 0, 0, 0]
  let systemLength = 0
  let referenceLength = 0
  const tokens = (text: string) => tokenizeForBleu(lowercase ? text.toLowerCase() : text, tokenizer)
  for (const { output, references } of segments) {
    if (references.length === 0) throw new RangeError("Every segment needs at least one reference.")
    const own = tokens(output)
    const others = references.map(tokens)
    systemLength += own.length
    referenceLength += closestLength(
      own.length,
      others.map((other) => other.length),
    )
    for (let n = 1; n <= ORDERS; n++) {
      const limits = new Map<string, number>()
      for (const other of others) {
        for (const [gram, count] of countGrams(other, n))
          limits.set(gram, Math.max(count, limits.get(gram) ?? 0))
      }
      for (const [gram, count] of countGrams(own, n)) {
        totals[n - 1] = (totals[n - 1] as number) + count
        counts[n - 1] = (counts[n - 1] as number) + Math.min(count, limits.get(gram) ?? 0)
      }
    }
  }
  return defined(bleuOfCounts(counts, totals, systemLength, referenceLength, options))
}

/** One sentence; orders the output is too short for are left out, as sacreBLEU's sentence_bleu does. */
export function sentenceBleu(
  output: string,
  references: readonly string[],
  options: Omit<BleuOptions, "effectiveOrder"> = {},
): Outcome<Bleu> {
  return corpusBleu([{ output, references }], { ...options, effectiveOrder: true })
}

/** BLEU from its sufficient statistics. */
export function bleuOfCounts(
  counts: readonly number[],
  totals: readonly number[],
  systemLength: number,
  referenceLength: number,
  { smoothing = "exp", smoothingValue, effectiveOrder = false }: BleuOptions = {},
): Bleu {
  const value = smoothingValue ?? (smoothing === "floor" ? 0.1 : 1)
  const short = systemLength < referenceLength
  const brevityPenalty = !short ? 1 : systemLength > 0 ? Math.exp(1 - referenceLength / systemLength) : 0
  const precisions = [0, 0, 0, 0]
  const base = { counts, totals, brevityPenalty, systemLength, referenceLength }
  if (counts.every((count) => count === 0)) return { score: 0, precisions, ...base }
  let halved = 1
  let order = ORDERS
  for (let n = 1; n <= ORDERS; n++) {
    const added = smoothing === "add-k" && n > 1 ? value : 0
    const count = (counts[n - 1] as number) + added
    const total = (totals[n - 1] as number) + added
    if (total === 0) break
    if (effectiveOrder) order = n
    if (count > 0) precisions[n - 1] = (100 * count) / total
    else if (smoothing === "exp") {
      halved *= 2
      precisions[n - 1] = 100 / (halved * total)
    } else if (smoothing === "floor") precisions[n - 1] = (100 * value) / total
  }
  const used = precisions.slice(0, order)
  const score = used.some((p) => p === 0)
    ? 0
    : brevityPenalty * Math.exp(used.reduce((sum, p) => sum + Math.log(p), 0) / order)
  return { score, precisions, ...base }
}

function closestLength(own: number, lengths: readonly number[]): number {
  return lengths.reduce((best, length) => {
    const gap = Math.abs(own - length) - Math.abs(own - best)
    return gap < 0 || (gap === 0 && length < best) ? length : best
  })
}

function countGrams(tokens: readonly string[], n: number): Map<string, number> {
  const grams = new Map<string, number>()
  for (let i = 0; i + n <= tokens.length; i++) {
    // Tokens hold no space, so a space between them cannot make two n-grams the same.
    const gram = tokens.slice(i, i + n).join(" ")
    grams.set(gram, (grams.get(gram) ?? 0) + 1)
  }
  return grams
}
