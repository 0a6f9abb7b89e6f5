import type { Places } from "@/server/data/rollup/read-packs"

/**
 * One text a person, `{{1,2,-1,…},{…}}`: far quicker to read than as many rows. Wide rows (first, second, side and
 * fifteen counts by class of length) become one cell a class that has any.
 */
export function parseCells(
  lines: readonly { personId: number; cells: string }[],
  personAt: Places,
  modelAt: Places,
): Int32Array {
  const out: number[] = []
  const width = 18
  const row = new Int32Array(width)
  for (const { personId, cells } of lines) {
    const person = personAt(personId)
    let at = 0
    let value = 0
    let sign = 1
    let inside = false
    for (let i = 0; i < cells.length; i++) {
      const code = cells.charCodeAt(i)
      if (code >= 48 && code <= 57) {
        value = value * 10 + code - 48
        inside = true
      } else if (code === 45) sign = -1
      else if (inside) {
        row[at++] = sign * value
        value = 0
        sign = 1
        inside = false
        if (at === width) {
          pushCells(out, row, person, modelAt)
          at = 0
        }
      }
    }
  }
  return Int32Array.from(out)
}

function pushCells(out: number[], row: Int32Array, person: number, modelAt: Places): void {
  const [first, second] = [modelAt(row[0] as number), modelAt(row[1] as number)]
  const side = row[2] as number
  for (let i = 0; i < 5; i++) {
    const [w, t, l] = [row[3 + i] as number, row[8 + i] as number, row[13 + i] as number]
    if (w + t + l > 0) out.push(person, first, second, side, i - 2, w, t, l)
  }
}
