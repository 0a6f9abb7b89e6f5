"use client"

import { useTranslations } from "next-intl"
import type { WireProtocol } from "@/core/annotate/wire"
import type { AnswerAction, StripScale } from "@/core/annotate/strip"
import { toVerdict } from "@/core/annotate/strip"

/** What an answer is called: `short` on its button, `full` where the side has to be said too. */
export function useAnswerWords(scale: StripScale | null, asks: WireProtocol["asks"]) {
  const t = useTranslations("annotate")
  const words = (action: AnswerAction, full: boolean): string => {
    const verdict = scale ? toVerdict(action, scale) : undefined
    if (verdict === undefined || scale === null) return ""
    if (verdict.side === "tie") return t(verdict.bothBad ? "answer.bothBad" : "answer.tie")
    if (scale.points === 2)
      return t(asks === "worse" ? `answer.${verdict.side}Worse` : `answer.${verdict.side}`)
    const level = scale.levelNames[verdict.level - 1] ?? t("answer.level", { level: verdict.level })
    return full ? t("answer.graded", { side: t(verdict.side), level }) : level
  }
  return {
    short: (action: AnswerAction) => words(action, false),
    full: (action: AnswerAction) => words(action, true),
  }
}
