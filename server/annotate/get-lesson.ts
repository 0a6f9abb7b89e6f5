import type { LessonResponse } from "@/core/annotate/lesson"
import { isRight } from "@/core/gold"
import { toScreen } from "@/core/verdict"
import type { ProjectAccess } from "@/server/access"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import { findLatestGoldAnswer, type LatestAnswer } from "@/server/data/screening/lesson"

/** Whether the latest answer was right, and why, in a project that trains. */
export async function getLesson(access: ProjectAccess<"annotations:create">): Promise<LessonResponse> {
  const latest = await findLatestGoldAnswer(requireAnnotator(access))
  if (!latest) return { lesson: null }
  const { token, reason, known, given } = latest
  return { lesson: { token, right: isRight(known, given), answer: toScreenAnswer(latest), reason } }
}

function toScreenAnswer({ known, shown, level }: LatestAnswer) {
  const { preference, bothBad } = known
  if (preference === null || shown.length !== 2) return null
  if (preference === "TIE") return toScreen({ preference, bothBad, level: null }, shown)
  return toScreen({ preference, bothBad: false, level: level ?? 1 }, shown)
}
