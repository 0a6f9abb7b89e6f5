/**
 * Seeded randomness: xoshiro128** 1.1 (Blackman and Vigna, 2018), state filled from the seed by splitmix32.
 *
 * Nothing in stats/ draws from a hidden source: whoever wants random numbers passes an `Rng`, so the same seed gives
 * the same figures on every machine.
 *
 * Reference: https://prng.di.unimi.it/xoshiro128starstar.c
 * Worked example: the state [1, 2, 3, 4] yields 11520, 0, 5927040, 70819200, 2031721883, …
 */

/** A source of uniform numbers in [0, 1). */
export type Rng = () => number

/** The raw generator over 32-bit words, from an explicit state that must not be all zero. */
export function createXoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state.map((word) => word >>> 0) as [number, number, number, number]
  if ((a | b | c | d) === 0) throw new RangeError("The state of the generator must not be all zero.")
  return () => {
    const product = Math.imul(b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result
  }
}

function createSplitmix32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let word = state ^ (state >>> 16)
    word = Math.imul(word, 0x21f0aaad)
    word ^= word >>> 15
    word = Math.imul(word, 0x735a2d97)
    return (word ^ (word >>> 15)) >>> 0
  }
}

/** A generator with 53 random bits per number. `seed` is any whole number. */
export function createRng(seed: number): Rng {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`A seed is a whole number, not ${seed}.`)
  const fill = createSplitmix32(seed ^ Math.floor(seed / 4294967296))
  const next = createXoshiro128([fill(), fill(), fill(), fill() | 1])
  return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992
}

/** A whole number in [0, bound). */
export function drawIndex(rng: Rng, bound: number): number {
  return Math.floor(rng() * bound)
}

/** A standard normal number by the polar method of Marsaglia. */
export function drawNormal(rng: Rng): number {
  for (;;) {
    const u = 2 * rng() - 1
    const v = 2 * rng() - 1
    const s = u * u + v * v
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s)
  }
}

/** A shuffled copy (Fisher-Yates). */
export function shuffle<T>(rng: Rng, values: readonly T[]): T[] {
  const copy = values.slice()
  for (let i = copy.length - 1; i > 0; i--) {
    const j = drawIndex(rng, i + 1)
    const kept = copy[i] as T
    copy[i] = copy[j] as T
    copy[j] = kept
  }
  return copy
}
