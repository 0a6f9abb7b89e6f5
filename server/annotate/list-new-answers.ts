import type { WireAnswer } from "@/core/annotate/wire"
import { renderTexts, textKey } from "@/server/annotate/render-texts"
import type { Annotator } from "@/server/data/annotator"
import { getAnswersStamp, listAnswers } from "@/server/data/questions"

/** Questions and answers for the guidelines' sheet, where the page does not have them as they are. */
export async function listNewAnswers(
  who: Annotator,
  known: string | undefined,
): Promise<{ answers: WireAnswer[] | null; answersStamp: string }> {
  const answersStamp = await getAnswersStamp(who)
  if (answersStamp === known) return { answers: null, answersStamp }
  const rows = await listAnswers(who, who.userId)
  const texts = await renderTexts(
    who,
    rows.map((row) => row.answer),
  )
  const answers = rows.map(({ wording, answer, at, own }) => ({
    question: wording,
    html: texts[textKey(answer)]?.html ?? "",
    at: at.toISOString(),
    own,
  }))
  return { answers, answersStamp }
}
