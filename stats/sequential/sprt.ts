import { requireCount, requireOpenUnit } from "@/stats/check"

/**
 * Wald's sequential test between two fixed shares p0 and p1.
 *
 * Formula: log-likelihood ratio Λ = x log(p1/p0) + (n − x) log((1 − p1)/(1 − p0)); accept p1 at Λ ≥ log((1 − β)/α),
 * accept p0 at Λ ≤ log(β/(1 − α)), else go on. Errors are about α and β, never above α/(1 − β) and β/(1 − α).
 * Expected votes under p (Wald's identity, without overshoot): ((1−L) A + L B)/E[step].
 * Reference: Wald 1945.
 * Edge cases: p0 = p1 throws RangeError; no vote goes on.
 * Worked example: p0 = 0.5, p1 = 0.6, α = β = 0.05: boundaries ±2.944; 100 of 150 has Λ = 7.07: accept p1.
 */
export type SprtDecision = "accept-p1" | "accept-p0" | "continue"

export interface Sprt {
  readonly decision: SprtDecision
  readonly logRatio: number
  readonly upper: number
  readonly lower: number
}

export interface SprtPlan {
  readonly p0: number
  readonly p1: number
  readonly alpha?: number
  readonly beta?: number
}

export function sprt(successes: number, n: number, plan: SprtPlan): Sprt {
  requireCount(successes, "successes")
  requireCount(n - successes, "failures")
  const { win, loss, upper, lower } = toBoundaries(plan)
  const logRatio = successes * win + (n - successes) * loss
  const decision = logRatio >= upper ? "accept-p1" : logRatio <= lower ? "accept-p0" : "continue"
  return { decision, logRatio, upper, lower }
}

/** Expected number of votes to a decision where the truth is p0 or p1. */
export function sprtExpectedVotes(plan: SprtPlan, truth: "p0" | "p1"): number {
  const { alpha = 0.05, beta = 0.05, p0, p1 } = plan
  const { win, loss, upper, lower } = toBoundaries(plan)
  const p = truth === "p0" ? p0 : p1
  const chanceUpper = truth === "p0" ? alpha : 1 - beta
  return (chanceUpper * upper + (1 - chanceUpper) * lower) / (p * win + (1 - p) * loss)
}

function toBoundaries({ p0, p1, alpha = 0.05, beta = 0.05 }: SprtPlan) {
  for (const value of [p0, p1, alpha, beta]) requireOpenUnit(value, "A share or error")
  if (p0 === p1) throw new RangeError("A sequential test needs two different shares.")
  return {
    win: Math.log(p1 / p0),
    loss: Math.log((1 - p1) / (1 - p0)),
    upper: Math.log((1 - beta) / alpha),
    lower: Math.log(beta / (1 - alpha)),
  }
}
