import { at } from "@/stats/check"

/** Characters of one shingle: short enough that a changed word costs few of them, long enough to be rare. */
export const shingleLength = 5

/**
 * A text as near duplicates are looked for in it: NFKC, lower case, every run of white space one space.
 *
 * Worked example: `"  Write a POEM\n\nabout cats"` is `"write a poem about cats"`.
 */
export function normaliseForDuplicates(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, " ").trim()
}

/** The distinct shingles of a normalised text; one shorter than a shingle is its own only one. */
export function toShingles(text: string): Set<string> {
  const found = new Set<string>()
  if (text.length > 0 && text.length < shingleLength) found.add(text)
  for (let start = 0; start + shingleLength <= text.length; start++) {
    found.add(text.slice(start, start + shingleLength))
  }
  return found
}

/**
 * Jaccard's index |A ∩ B| / |A ∪ B| of two sets; 0 for two empty ones.
 *
 * Worked example: the shingles of "abcdefg" are abcde, bcdef, cdefg, those of "abcdefh" abcde, bcdef, cdefh:
 * 2 in common of 4, so 0.5.
 */
export function jaccardIndex(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let common = 0
  for (const one of small) if (large.has(one)) common += 1
  const union = a.size + b.size - common
  return union === 0 ? 0 : common / union
}

/** Characters that both texts begin with. Worked example: "write a poem", "write a play": 9. */
export function commonPrefixLength(a: string, b: string): number {
  const most = Math.min(a.length, b.length)
  let length = 0
  while (length < most && a.charCodeAt(length) === b.charCodeAt(length)) length += 1
  return length
}

/** A well-mixed 32-bit number per shingle, repeats included: a minimum does not mind them. */
export function hashShingles(text: string): Uint32Array {
  if (text.length === 0) return new Uint32Array(0)
  const count = Math.max(1, text.length - shingleLength + 1)
  const hashes = new Uint32Array(count)
  for (let start = 0; start < count; start++) {
    let hash = 0x811c9dc5
    const end = Math.min(text.length, start + shingleLength)
    for (let place = start; place < end; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
    hashes[start] = mix(hash)
  }
  return hashes
}

/** The finaliser of MurmurHash3: every bit of the input reaches every bit of the output. */
export function mix(value: number): number {
  let word = value
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return (word ^ (word >>> 16)) >>> 0
}

/** 53 bits of a text, as a key that holds no text in memory. */
export function hashText(text: string): number {
  let [a, b] = [0x811c9dc5, 0x9e3779b9]
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place)
    a = Math.imul(a ^ unit, 0x01000193)
    b = Math.imul(b ^ unit, 0x85ebca6b)
  }
  return (mix(a) & 0x1fffff) * 4294967296 + mix(b)
}

/** The share of equal places of two signatures that lie in one array. */
export function signatureLikeness(signatures: Uint32Array, k: number, one: number, other: number): number {
  let equal = 0
  for (let place = 0; place < k; place++) {
    if (at(signatures, one * k + place) === at(signatures, other * k + place)) equal += 1
  }
  return equal / k
}
