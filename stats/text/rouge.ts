import { porterStem } from "@/stats/text/porter-stemmer"

/**
 * ROUGE-1, -2, -L and -Lsum as google's rouge_score computes them.
 *
 * Tokens: lower case, everything but a-z and 0-9 to spaces, Porter stems of words longer than three letters if asked.
 * Formula: ROUGE-N: clipped n-gram overlap over the n-grams of the prediction (precision) and of the reference
 * (recall); ROUGE-L: length of the longest common subsequence over the two lengths; ROUGE-Lsum: per sentence of the
 * reference (lines) the union of its common subsequences with all sentences of the prediction, no token counted more
 * often than it occurs on either side. F = 2PR/(P + R).
 * Reference: Lin 2004; rouge_score 0.1.2 (values of ROUGE-1.5.5).
 * Edge cases: text without tokens gives 0 all through, as rouge_score does: nothing was found of the reference.
 * Scripts other than Latin have no tokens here: use BLEU for them.
 * Worked example: reference "testing one two", prediction "testing": P = 1, R = 1/3, F = 1/2.
 */
export interface RougeScore {
  readonly precision: number
  readonly recall: number
  readonly f: number
}

export interface RougeOptions {
  readonly stem?: boolean
}

export function rougeN(
  reference: string,
  prediction: string,
  n: number,
  options: RougeOptions = {},
): RougeScore {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`ROUGE-N needs a whole n of at least 1, not ${n}.`)
  const own = countGrams(tokenizeForRouge(prediction, options), n)
  const target = countGrams(tokenizeForRouge(reference, options), n)
  let shared = 0
  for (const [gram, count] of target.grams) shared += Math.min(count, own.grams.get(gram) ?? 0)
  return toScore(shared, Math.max(1, own.total), Math.max(1, target.total))
}

export function rougeL(reference: string, prediction: string, options: RougeOptions = {}): RougeScore {
  const target = tokenizeForRouge(reference, options)
  const own = tokenizeForRouge(prediction, options)
  if (target.length === 0 || own.length === 0) return NOTHING
  const length = commonTable(target, own)[target.length * (own.length + 1) + own.length] as number
  return toScore(length, own.length, target.length)
}

export function rougeLsum(reference: string, prediction: string, options: RougeOptions = {}): RougeScore {
  const target = toSentences(reference, options)
  const own = toSentences(prediction, options)
  const targetLength = target.reduce((sum, sentence) => sum + sentence.length, 0)
  const ownLength = own.reduce((sum, sentence) => sum + sentence.length, 0)
  if (targetLength === 0 || ownLength === 0) return NOTHING
  const targetLeft = countGrams(target.flat(), 1).grams
  const ownLeft = countGrams(own.flat(), 1).grams
  let hits = 0
  for (const sentence of target) {
    const union = new Set<number>()
    for (const other of own) for (const place of commonPlaces(sentence, other)) union.add(place)
    for (const place of [...union].sort((a, b) => a - b)) {
      const token = sentence[place] as string
      const inOwn = ownLeft.get(token) ?? 0
      const inTarget = targetLeft.get(token) ?? 0
      if (inOwn === 0 || inTarget === 0) continue
      hits += 1
      ownLeft.set(token, inOwn - 1)
      targetLeft.set(token, inTarget - 1)
    }
  }
  return toScore(hits, ownLength, targetLength)
}

export function tokenizeForRouge(text: string, { stem = false }: RougeOptions = {}): string[] {
  const words = text
    .toLowerCase()
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== "")
  return stem ? words.map((word) => (word.length > 3 ? porterStem(word) : word)) : words
}

const NOTHING: RougeScore = { precision: 0, recall: 0, f: 0 }

function toScore(hits: number, ownTotal: number, targetTotal: number): RougeScore {
  const precision = hits / ownTotal
  const recall = hits / targetTotal
  const f = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0
  return { precision, recall, f }
}

function toSentences(text: string, options: RougeOptions): string[][] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => tokenizeForRouge(line, options))
}

function countGrams(tokens: readonly string[], n: number): { grams: Map<string, number>; total: number } {
  const grams = new Map<string, number>()
  for (let i = 0; i + n <= tokens.length; i++) {
    const gram = tokens.slice(i, i + n).join(" ")
    grams.set(gram, (grams.get(gram) ?? 0) + 1)
  }
  return { grams, total: Math.max(0, tokens.length - n + 1) }
}

/** Lengths of common subsequences of all prefixes, (a.length + 1) × (b.length + 1). */
function commonTable(a: readonly string[], b: readonly string[]): Int32Array {
  const width = b.length + 1
  const table = new Int32Array((a.length + 1) * width)
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const above = table[(i - 1) * width + j] as number
      const before = table[i * width + j - 1] as number
      const diagonal = table[(i - 1) * width + j - 1] as number
      table[i * width + j] = a[i - 1] === b[j - 1] ? diagonal + 1 : Math.max(above, before)
    }
  }
  return table
}

/** Places in a of one longest common subsequence; the way back prefers to drop from a on ties, as rouge_score does. */
function commonPlaces(a: readonly string[], b: readonly string[]): number[] {
  const table = commonTable(a, b)
  const width = b.length + 1
  const places: number[] = []
  let i = a.length
  let j = b.length
  while (i > 0 && j > 0) {
    if (a[i - 1] === b[j - 1]) {
      places.push(i - 1)
      i -= 1
      j -= 1
    } else if ((table[i * width + j - 1] as number) > (table[(i - 1) * width + j] as number)) {
      j -= 1
    } else {
      i -= 1
    }
  }
  return places.reverse()
}
