import { LeakFinder, toLeakPhrases } from "@/core/leaks/find-leaks"
import { toActivePhrases } from "@/core/leaks/phrase-list"
import type { Messages } from "@/core/messages"
import type { ParsedItem } from "@/core/annotate/wire"
import { sameTextForm } from "@/core/same-text"
import type { Annotator } from "@/server/data/annotator"
import { findPromptOf, getPhrases } from "@/server/data/demonstrations/writing-basis"
import type { NewDemonstration } from "@/server/data/submit"

/**
 * What is stored of a written text. A written prompt is kept in the form by which texts are the same, so
 * that the same prompt of two people is found to be one. Phrases that models use of themselves are noted
 * and nothing else: whoever reviews decides.
 */
export async function toDemonstration(who: Annotator, item: ParsedItem): Promise<NewDemonstration | null> {
  if (item.kind !== "verdict" || item.written === null) return null
  const { prompt, promptKind, answer, useCase, language, pastedChars } = item.written
  const messages: Messages = [{ role: "assistant", content: answer }]
  const promptMessages: Messages | null =
    prompt === null ? null : [{ role: "user", content: sameTextForm(prompt) }]
  const asked = promptMessages ?? (await findPromptOf(who, item.token))
  const finder = new LeakFinder(toActivePhrases(await getPhrases(who)))
  return {
    promptMessages,
    promptKind,
    messages,
    useCase,
    language,
    pastedChars: Math.min(pastedChars, answer.length + (prompt?.length ?? 0)),
    modelPhrases: toLeakPhrases(finder.find(asked, messages)),
  }
}
