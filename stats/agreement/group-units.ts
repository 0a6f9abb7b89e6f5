/**
 * Units with the same multiset of values are alike for every agreement coefficient: they are counted once with a
 * multiplicity, so that fits and resamples cost by the number of kinds.
 *
 * Worked example: units [1, 2], [2, 1], [3] become the kinds {1, 2} twice and {3} once.
 */
export interface UnitKind {
  /** Distinct values of the unit as positions in `values`, upwards, and how often each occurs. */
  readonly positions: readonly number[]
  readonly counts: readonly number[]
  /** Number of ratings of one unit of this kind. */
  readonly ratings: number
}

export interface GroupedUnits {
  /** All values that occur, upwards. */
  readonly values: readonly number[]
  readonly kinds: readonly UnitKind[]
  /** How many units are of each kind. */
  readonly multiplicities: readonly number[]
}

export function groupUnits(units: readonly (readonly number[])[]): GroupedUnits {
  const kindOf = new Map<string, { sorted: number[]; units: number }>()
  const seen = new Set<number>()
  for (const unit of units) {
    for (const value of unit) {
      if (!Number.isFinite(value)) throw new RangeError(`A rating is a finite number, not ${value}.`)
      seen.add(value)
    }
    const sorted = isSorted(unit) ? unit.slice() : unit.slice().sort((a, b) => a - b)
    const key = sorted.join(" ")
    const known = kindOf.get(key)
    if (known) known.units += 1
    else kindOf.set(key, { sorted, units: 1 })
  }
  const values = [...seen].sort((a, b) => a - b)
  const position = new Map(values.map((value, i) => [value, i]))
  const kinds: UnitKind[] = []
  const multiplicities: number[] = []
  for (const { sorted, units: count } of kindOf.values()) {
    kinds.push(toKind(sorted, position))
    multiplicities.push(count)
  }
  return { values, kinds, multiplicities }
}

function isSorted(values: readonly number[]): boolean {
  for (let i = 1; i < values.length; i++) {
    if ((values[i - 1] as number) > (values[i] as number)) return false
  }
  return true
}

function toKind(sorted: readonly number[], position: ReadonlyMap<number, number>): UnitKind {
  const positions: number[] = []
  const counts: number[] = []
  for (const value of sorted) {
    const own = position.get(value) as number
    const last = positions.length - 1
    if (last >= 0 && positions[last] === own) counts[last] = (counts[last] as number) + 1
    else {
      positions.push(own)
      counts.push(1)
    }
  }
  return { positions, counts, ratings: sorted.length }
}
