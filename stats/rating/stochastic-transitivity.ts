import { requireNonNegative } from "@/stats/check"
import { defined, notDefined, type Outcome } from "@/stats/outcome"

/**
 * Violations of weak, moderate and strong stochastic transitivity in a table of wins.
 *
 * Formula: for every triple with p_ij ≥ ½ and p_jk ≥ ½: WST asks p_ik ≥ ½, MST p_ik ≥ min(p_ij, p_jk), SST p_ik ≥
 * max(p_ij, p_jk). Bradley-Terry implies all three; a WST violation is a cycle of majorities.
 * Reference: Tversky 1969; R eba::strans.
 * Edge cases: fewer than three objects is undefined; triples with a pair nobody compared are left out.
 * Worked example (nine celebrities, Rumelhart and Greeno 1971): WST and MST hold, SST is violated.
 *
 * @param wins wins[i][j] = how often i was preferred to j; count a tie as half a win on both sides
 */
export interface Transitivity {
  readonly triples: number
  readonly weak: number
  readonly moderate: number
  readonly strong: number
  /** The triples that violate WST, as [i, j, k] with i over j over k over i by majority. */
  readonly cycles: readonly (readonly [number, number, number])[]
}

export function stochasticTransitivity(wins: readonly (readonly number[])[]): Outcome<Transitivity> {
  const n = wins.length
  if (n < 3) return notDefined(n === 0 ? "no-data" : "too-few-items")
  const share = (i: number, j: number): number => {
    const won = wins[i]?.[j]
    const lost = wins[j]?.[i]
    if (won === undefined || lost === undefined) throw new RangeError("The table of wins must be square.")
    requireNonNegative(won, "A count")
    return won + lost === 0 ? Number.NaN : won / (won + lost)
  }
  const p = Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i === j ? Number.NaN : share(i, j))),
  )
  const at = (i: number, j: number) => p[i]?.[j] as number
  let triples = 0
  let weak = 0
  let moderate = 0
  let strong = 0
  const cycles: [number, number, number][] = []
  for (let a = 0; a < n; a++) {
    for (let b = a + 1; b < n; b++) {
      for (let c = b + 1; c < n; c++) {
        if (Number.isNaN(at(a, b)) || Number.isNaN(at(b, c)) || Number.isNaN(at(a, c))) continue
        triples += 1
        // Of the orders in which both steps are majorities, the one that fares best counts (ties allow several).
        let best: { order: [number, number, number]; failures: number } | null = null
        for (const order of orders(a, b, c)) {
          const [i, j, k] = order
          if (at(i, j) < 0.5 || at(j, k) < 0.5) continue
          const direct = at(i, k)
          const low = Math.min(at(i, j), at(j, k))
          const high = Math.max(at(i, j), at(j, k))
          const failures = (direct < 0.5 ? 1 : 0) + (direct < low ? 1 : 0) + (direct < high ? 1 : 0)
          if (!best || failures < best.failures) best = { order, failures }
        }
        if (!best) continue
        if (best.failures >= 1) strong += 1
        if (best.failures >= 2) moderate += 1
        if (best.failures >= 3) {
          weak += 1
          cycles.push(best.order)
        }
      }
    }
  }
  return defined({ triples, weak, moderate, strong, cycles })
}

function orders(a: number, b: number, c: number): [number, number, number][] {
  return [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
  ]
}
