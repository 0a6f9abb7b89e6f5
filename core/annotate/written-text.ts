import type { Draft, DraftText } from "@/core/annotate/draft"
import { emptyText } from "@/core/annotate/draft"
import { guessLanguage } from "@/core/annotate/guess-language"
import type { OutboxItem, WireProtocol, WireReturned } from "@/core/annotate/wire"

type Written = NonNullable<Extract<OutboxItem, { kind: "verdict" }>["written"]>

/** What stands in the editor: what was typed, else what came back from its review, else nothing. */
export function toEditorText(draft: Draft, returned: WireReturned | undefined): DraftText {
  if (draft.written) return draft.written
  if (!returned) return emptyText
  const { prompt, promptKind, answer, useCase, language, pastedChars } = returned
  return { prompt: prompt ?? "", promptKind, answer, useCase, language, pastedChars }
}

/** The language that is sent with a text: as the person said, else as it reads. */
export function languageOf(text: DraftText): string | null {
  return text.language ?? guessLanguage(text.answer)
}

/**
 * What is sent of a text. More cannot have been pasted than is handed in.
 *
 * Example: 80 characters pasted, 30 of them deleted again, 50 left of nothing else: 50.
 */
export function toWritten(
  text: DraftText,
  { promptKinds, useCases }: NonNullable<WireProtocol["demonstration"]>,
  prompted: boolean,
): Written {
  const length = text.answer.length + (prompted ? 0 : text.prompt.length)
  return {
    prompt: prompted ? null : text.prompt,
    promptKind: prompted ? null : (text.promptKind ?? promptKinds[0] ?? null),
    answer: text.answer,
    useCase: useCases.length === 0 ? null : text.useCase,
    language: languageOf(text),
    pastedChars: Math.min(text.pastedChars, length),
  }
}
