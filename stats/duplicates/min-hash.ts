import { at } from "@/stats/check"
import { hashShingles } from "@/stats/duplicates/shingles"
import { createRng } from "@/stats/random"

/**
 * MinHash signatures.
 *
 * Formula: with k random permutations π of all shingles, the i-th place of a text's signature is the least π_i of its
 * shingles. Two texts agree in a place with probability J, Jaccard's index of their shingles, so the share of equal
 * places estimates J with a standard deviation of √(J (1 − J) / k): 0.035 at J = 0.8 and k = 128. A permutation is
 * here x → m · (x ⊕ s) modulo 2³² with a random odd m and a random s, of shingles that were mixed well before; the
 * seed is fixed, so that the same texts have the same signatures everywhere.
 * Reference: Broder 1997, "On the resemblance and containment of documents"; Leskovec, Rajaraman, Ullman, Mining of
 * Massive Datasets, section 3.3.
 * Worked example: equal texts agree in all k places; "abc" and "xyz" in none.
 */
export const signatureLength = 128

const { masks, factors } = createPermutations(signatureLength, 20_261_121)

function createPermutations(k: number, seed: number) {
  const rng = createRng(seed)
  const draw = () => Math.floor(rng() * 4294967296)
  return {
    masks: Uint32Array.from({ length: k }, draw),
    factors: Uint32Array.from({ length: k }, () => (draw() | 1) >>> 0),
  }
}

/** Writes the signature of a normalised text into `target` at `offset`. */
export function writeSignature(text: string, target: Uint32Array, offset: number): void {
  const end = offset + signatureLength
  target.fill(0xffffffff, offset, end)
  for (const shingle of hashShingles(text)) {
    for (let place = 0; place < signatureLength; place++) {
      const value = Math.imul(shingle ^ at(masks, place), at(factors, place)) >>> 0
      if (value < at(target, offset + place)) target[offset + place] = value
    }
  }
}

/**
 * Rows of a band: signatures are cut into bands of r rows, and texts that agree in a whole band are looked at.
 *
 * Formula: texts with Jaccard's index J agree in one of k / r bands with probability 1 − (1 − J^r)^(k / r). The largest
 * r, a power of two, that misses fewer than one pair in a thousand at the threshold itself; more alike pairs are
 * missed less.
 * Worked example: k = 128, threshold 0.8: r = 4 misses 5 in 10⁸, r = 8 one in twenty, so 4. Threshold 0.5: 2.
 */
export function bandRows(threshold: number): number {
  for (let rows = 16; rows > 1; rows /= 2) {
    if ((1 - threshold ** rows) ** (signatureLength / rows) < 0.001) return rows
  }
  return 1
}
