import type { WireText } from "@/core/annotate/wire"
import { sha256Hex } from "@/core/same-text"
import type { Annotator } from "@/server/data/annotator"
import type { CachedText } from "@/server/data/rendered-text"
import { insertRenderedTexts, listRenderedTexts } from "@/server/data/rendered-text"
import { RENDERER, renderMarkdown } from "@/server/render/render-markdown"

/** Key of a text in the page's cache: changes with the text and with the renderer. */
export function textKey(content: string): string {
  return sha256Hex(`${RENDERER}\n${content}`).slice(0, 32)
}

/** Texts as HTML, from the cache or made now and kept; by key. */
export async function renderTexts(
  who: Annotator,
  contents: readonly string[],
): Promise<Record<string, WireText>> {
  const wanted = new Map([...new Set(contents)].map((content) => [sha256Hex(content), content]))
  const cached = new Map(
    (await listRenderedTexts(who, RENDERER, [...wanted.keys()])).map((row) => [row.hash, row.html]),
  )
  const fresh: CachedText[] = []
  const texts: Record<string, WireText> = {}
  for (const [hash, content] of wanted) {
    let html = cached.get(hash)
    if (html === undefined) {
      html = await renderYielding(content)
      fresh.push({ hash, html })
    }
    texts[textKey(content)] = { html, raw: content, plain: plainReason(html) }
  }
  await insertRenderedTexts(who, RENDERER, fresh)
  return texts
}

/** Lets other requests in between two texts: rendering one may take a few milliseconds. */
async function renderYielding(content: string): Promise<string> {
  await new Promise((resolve) => setImmediate(resolve))
  return renderMarkdown(content).html
}

/** Read off the HTML, so that the cache needs no column for it. */
function plainReason(html: string): WireText["plain"] {
  const reason = /^<pre class="md-plain (too-long|too-deep)"/.exec(html)?.[1]
  return reason === "too-long" || reason === "too-deep" ? reason : null
}
