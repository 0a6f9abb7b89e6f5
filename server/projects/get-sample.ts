import type { Sample } from "@/core/annotate/sample-task"
import type { WireText, WireTurn } from "@/core/annotate/wire"
import type { Messages } from "@/core/messages"
import { isEmptyAnswer } from "@/core/same-text"
import type { ProjectAccess } from "@/server/access"
import { findSampleTask } from "@/server/data/sample-task"
import { renderText } from "@/server/projects/render-text"

/** A task of the project as the annotate page shows it, for the preview; null where there is none. */
export async function getSample(access: ProjectAccess<"prompts:read">): Promise<Sample | null> {
  const found = await findSampleTask(access)
  if (!found) return null
  const contents = [found.prompt, ...found.completions].flatMap((messages) =>
    messages.map(({ content }) => content),
  )
  const distinct = [...new Set(contents)]
  const texts = await Promise.all(
    distinct.map(async (raw, index): Promise<[string, WireText]> => {
      return [`text-${index}`, { html: await renderText(raw), raw, plain: null }]
    }),
  )
  const toTurns = (messages: Messages): WireTurn[] =>
    messages.map(({ role, content }) => ({ role, text: `text-${distinct.indexOf(content)}` }))
  return {
    prompt: toTurns(found.prompt),
    panels: found.completions.map((messages) => ({
      turns: toTurns(messages),
      isEmpty: isEmptyAnswer(messages),
    })),
    texts: Object.fromEntries(texts),
  }
}
