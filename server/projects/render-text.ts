import { renderMarkdown } from "@/server/render/render-markdown"

/** Markdown of a model, a prompt or the guidelines as sanitised HTML, by the annotate page's own renderer. */
export async function renderText(text: string): Promise<string> {
  return Promise.resolve(renderMarkdown(text).html)
}
