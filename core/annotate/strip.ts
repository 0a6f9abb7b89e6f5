import type { Scale } from "@/core/protocol"
import type { ScreenVerdict } from "@/core/verdict"

/** What a key or button of the strip can say. Digits count from the left edge of the strip. */
export type AnswerAction = "left" | "right" | "tie" | "bothBad" | `grade${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`

/** What of a scale decides its strip; margins stay on the server. */
export type StripScale = Omit<Scale, "margins">

export type StripAnswer = { readonly action: AnswerAction; readonly verdict: ScreenVerdict }

const tie: StripAnswer = { action: "tie", verdict: { side: "tie", bothBad: false } }
const bothBad: StripAnswer = { action: "bothBad", verdict: { side: "tie", bothBad: true } }

/**
 * The answers a scale offers, in the order they stand on the screen: what favours the left panel
 * stands left. A tie that is no point of the scale itself stands in the middle.
 *
 * Example: a 7-point scale gives left 3, 2, 1, tie, right 1, 2, 3 on the digits 1 to 7.
 */
export function stripAnswers(scale: StripScale): readonly StripAnswer[] {
  const between = [
    ...(scale.tie && scale.points !== 7 ? [tie] : []),
    ...(scale.bothBad && scale.points !== 7 ? [bothBad] : []),
  ]
  if (scale.points === 2) {
    return [
      { action: "left", verdict: { side: "left", level: 1 } },
      ...between,
      { action: "right", verdict: { side: "right", level: 1 } },
    ]
  }
  // maxLevelOf(scale), without the schema library that its file would bring into the browser.
  const max = Math.floor(scale.points / 2)
  const lefts = Array.from({ length: max }, (_, i) => graded(i + 1, { side: "left", level: max - i }))
  const middle = scale.points === 7 ? [graded(max + 1, tie.verdict)] : []
  const first = max + middle.length
  const rights = Array.from({ length: max }, (_, i) => graded(first + i + 1, { side: "right", level: i + 1 }))
  const after = scale.points === 7 && scale.bothBad ? [bothBad] : []
  return [...lefts, ...middle, ...between, ...rights, ...after]
}

/** The verdict an action stands for, or undefined where this scale does not offer it. */
export function toVerdict(action: AnswerAction, scale: StripScale): ScreenVerdict | undefined {
  const answers = stripAnswers(scale)
  const found = answers.find((answer) => answer.action === action)
  if (found) return found.verdict
  // T means the tie on every scale that has one, also where it is a point of the scale.
  if (action === "tie") return answers.find(isPlainTie)?.verdict
  return undefined
}

/** The action that says a verdict, for marking what was said before. */
export function toAction(verdict: ScreenVerdict, scale: StripScale): AnswerAction | undefined {
  return stripAnswers(scale).find((answer) => isSame(answer.verdict, verdict))?.action
}

function isPlainTie(answer: StripAnswer): boolean {
  return answer.verdict.side === "tie" && !answer.verdict.bothBad
}

function isSame(a: ScreenVerdict, b: ScreenVerdict): boolean {
  if (a.side === "tie" || b.side === "tie") {
    return a.side === "tie" && b.side === "tie" && a.bothBad === b.bothBad
  }
  return a.side === b.side && a.level === b.level
}

function graded(digit: number, verdict: ScreenVerdict): StripAnswer {
  return { action: `grade${digit}` as AnswerAction, verdict }
}
