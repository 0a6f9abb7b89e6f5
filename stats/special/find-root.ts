/**
 * The root of a continuous function with a change of sign on [low, high], by Brent's method (Brent 1973, ch. 4).
 *
 * Edge cases: an end that is already a root is returned; no change of sign throws RangeError.
 * Worked example: findRoot((x) => x * x - 2, 0, 2) = √2.
 */
export function findRoot(f: (x: number) => number, low: number, high: number, tolerance = 0): number {
  let a = low
  let b = high
  let fa = f(a)
  let fb = f(b)
  if (fa === 0) return a
  if (fb === 0) return b
  if (fa > 0 === fb > 0) throw new RangeError(`No change of sign between ${low} and ${high}.`)
  let c = a
  let fc = fa
  let d = b - a
  let e = d
  for (let i = 0; i < 2000; i++) {
    if (fb > 0 === fc > 0) {
      c = a
      fc = fa
      d = b - a
      e = d
    }
    if (Math.abs(fc) < Math.abs(fb)) {
      a = b
      b = c
      c = a
      fa = fb
      fb = fc
      fc = fa
    }
    const width = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2
    const half = (c - b) / 2
    if (Math.abs(half) <= width || fb === 0) return b
    if (Math.abs(e) >= width && Math.abs(fa) > Math.abs(fb)) {
      const step = interpolate(a, b, c, fa, fb, fc)
      if (2 * step.p < Math.min(3 * half * step.q - Math.abs(width * step.q), Math.abs(e * step.q))) {
        e = d
        d = step.p / step.q
      } else {
        d = half
        e = half
      }
    } else {
      d = half
      e = half
    }
    a = b
    fa = fb
    b += Math.abs(d) > width ? d : Math.sign(half) * (width || Number.MIN_VALUE)
    fb = f(b)
  }
  return b
}

/** The secant or inverse quadratic step from b as p / q with p ≥ 0. */
function interpolate(a: number, b: number, c: number, fa: number, fb: number, fc: number) {
  const s = fb / fa
  let p: number
  let q: number
  if (a === c) {
    p = (c - b) * s
    q = 1 - s
  } else {
    const r = fb / fc
    const t = fa / fc
    p = s * ((c - b) * t * (t - r) - (b - a) * (r - 1))
    q = (t - 1) * (r - 1) * (s - 1)
  }
  return p > 0 ? { p, q: -q } : { p: -p, q }
}
