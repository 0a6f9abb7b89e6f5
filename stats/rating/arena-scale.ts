/**
 * The display scale of ratings: 400 points are odds of ten to one.
 *
 * Formula: R = base + (400 / ln 10)(λ − anchor). Without an anchor the mean of the models is at `base`; with one, that
 * model is.
 * Reference: Elo 1978; FastChat's compute_bt (scale 400, base 1000).
 * Edge cases: for display only; nothing is penalised or fitted on this scale.
 * Worked example: λ = ln 10 above the anchor is 400 points.
 */
export const POINTS_PER_UNIT = 400 / Math.LN10

export function toArenaScale(strength: number, anchor = 0, base = 1000): number {
  return base + POINTS_PER_UNIT * (strength - anchor)
}
