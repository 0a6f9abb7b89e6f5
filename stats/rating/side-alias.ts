import type { ComparisonTable } from "@/stats/rating/comparisons"

/**
 * Whether sides say nothing that strengths do not say already.
 *
 * Formula: the column of the side term is s_c for each cell c = (i, j). It lies in the space of the strengths iff there
 * are numbers φ with s_c = φ_i − φ_j for every cell. They are fixed from one model along the comparisons of its
 * component; one comparison that contradicts them tells the two apart.
 * Edge cases: without comparisons, or where no side is known, φ = 0 fits: aliased.
 * Worked example: A always on the left of B: φ_A = 1, φ_B = 0, aliased: a penalised fit would give all to the side and
 * call the strengths equal for certain. Once the other way round: told apart.
 */
export function isSideAliased(table: ComparisonTable): boolean {
  const neighbours: { readonly model: number; readonly step: number }[][] = Array.from(
    { length: table.models },
    () => [],
  )
  for (let cell = 0; cell < table.cells; cell++) {
    if ((table.wins[cell] as number) + (table.ties[cell] as number) + (table.losses[cell] as number) === 0)
      continue
    const [i, j] = [table.first[cell] as number, table.second[cell] as number]
    const side = table.side[cell] as number
    neighbours[i]?.push({ model: j, step: -side })
    neighbours[j]?.push({ model: i, step: side })
  }
  const potentials = new Map<number, number>()
  for (let start = 0; start < table.models; start++) {
    if (potentials.has(start)) continue
    potentials.set(start, 0)
    const open = [start]
    for (let from = open.pop(); from !== undefined; from = open.pop()) {
      const own = potentials.get(from) ?? 0
      for (const { model, step } of neighbours[from] ?? []) {
        const known = potentials.get(model)
        if (known === undefined) {
          potentials.set(model, own + step)
          open.push(model)
        } else if (known !== own + step) return false
      }
    }
  }
  return true
}
