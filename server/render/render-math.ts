import katex from "katex"
import { escapeHtml } from "@/server/render/escape-html"

/** So many formulas of one text are typeset; a text with more is no text. */
export const MAX_FORMULAS = 400

/**
 * One formula as HTML and MathML, or its source as text where TeX cannot read it or would reach out
 * of itself (links, images, HTML attributes: KaTeX's "trust").
 */
export function renderMath(tex: string, display: boolean, source: string): string {
  try {
    return katex.renderToString(tex, {
      displayMode: display,
      output: "htmlAndMathml",
      throwOnError: true,
      strict: "ignore",
      maxSize: 20,
      maxExpand: 300,
      trust: () => {
        throw new Error("not from a model")
      },
    })
  } catch {
    return `<code class="md-math-source">${escapeHtml(source)}</code>`
  }
}
