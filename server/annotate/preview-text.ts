import type { ProjectAccess } from "@/server/access"
import { requireAccount, requireAnnotator } from "@/server/annotate/require-annotator"
import { renderMarkdown } from "@/server/render/render-markdown"

/** What is being written, rendered as everything else is. Not kept: it changes with the next letter. */
export async function previewText(
  access: ProjectAccess<"annotations:create">,
  request: { readonly account: string; readonly text: string },
): Promise<{ html: string }> {
  requireAccount(requireAnnotator(access), request.account)
  return { html: renderMarkdown(request.text).html }
}
