/**
 * Weights of agreement between ordered categories 0 … q−1: 1 on the diagonal, less away from it.
 *
 * Formula: identity 1[c = d]; linear 1 − |c−d|/(q−1); quadratic 1 − (c−d)²/(q−1)².
 * Reference: Cohen 1968; Gwet 2014, section 3.5.
 * Worked example: for q = 3, linear weights of neighbours are ½ and quadratic ones ¾.
 */
export type WeightKind = "identity" | "linear" | "quadratic"

export function categoryWeight(kind: WeightKind, c: number, d: number, categories: number): number {
  if (c === d) return 1
  if (kind === "identity") return 0
  const distance = Math.abs(c - d) / (categories - 1)
  return kind === "linear" ? 1 - distance : 1 - distance * distance
}
