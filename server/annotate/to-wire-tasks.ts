import type { WirePanel, WireReturned, WireTask, WireText, WireTurn } from "@/core/annotate/wire"
import type { Messages } from "@/core/messages"
import { renderTexts, textKey } from "@/server/annotate/render-texts"
import type { Annotator } from "@/server/data/annotator"
import type { AssignmentRow } from "@/server/data/assignments"
import type { ReturnedText } from "@/server/data/task-texts"
import { listTaskTexts } from "@/server/data/task-texts"

type Shown = Pick<AssignmentRow, "token" | "taskId" | "shown" | "leaseExpiresAt">

/**
 * What an annotator's browser gets of a task: the texts in screen order under an opaque token.
 * Built key by key; nothing is spread in, so nothing can slip along.
 */
export async function toWireTasks(
  who: Annotator,
  assignments: readonly Shown[],
): Promise<{ tasks: WireTask[]; texts: Record<string, WireText> }> {
  const sources = await listTaskTexts(
    who,
    assignments.map((assignment) => assignment.taskId),
  )
  const contents: string[] = []
  const toTurns = (messages: Messages): WireTurn[] =>
    messages.map((message) => {
      contents.push(message.content)
      return { role: message.role, text: textKey(message.content) }
    })
  const tasks = assignments.flatMap((assignment): WireTask[] => {
    const source = sources.get(assignment.taskId)
    if (!source) return []
    const panels = assignment.shown.map((position): WirePanel => {
      const completion = source.completions[position]
      return { turns: toTurns(completion?.messages ?? []), isEmpty: completion?.isEmpty ?? true }
    })
    return [
      {
        token: assignment.token,
        kind: source.kind,
        prompt: toTurns(source.prompt),
        panels,
        leaseExpiresAt: assignment.leaseExpiresAt.toISOString(),
        ...(source.returned && { returned: toReturned(source.returned) }),
      },
    ]
  })
  return { tasks, texts: await renderTexts(who, contents) }
}

function toReturned(text: ReturnedText): WireReturned {
  return {
    reason: text.reason,
    prompt: text.promptMessages?.[0]?.content ?? null,
    promptKind: text.promptKind,
    answer: text.messages[0]?.content ?? "",
    useCase: text.useCase,
    language: text.language,
    pastedChars: text.pastedChars,
  }
}
