import type { Element, Root as HastRoot } from "hast"
import rehypeHighlight from "rehype-highlight"
import rehypeSanitize from "rehype-sanitize"
import rehypeStringify from "rehype-stringify"
import remarkGfm from "remark-gfm"
import remarkParse from "remark-parse"
import remarkRehype from "remark-rehype"
import type { Processor } from "unified"
import { unified } from "unified"
import { decorate } from "@/server/render/decorate"
import { escapeHtml } from "@/server/render/escape-html"
import { findMath } from "@/server/render/find-math"
import type { Placeholders } from "@/server/render/honest-tree"
import { makeHonest } from "@/server/render/honest-tree"
import { MAX_FORMULAS, renderMath } from "@/server/render/render-math"
import { sanitizeSchema } from "@/server/render/sanitize-schema"

/** Part of every cache key: raise it with any change that alters what comes out. */
export const RENDERER = "md-3"

/** Longer texts are shown as they are, so that no text holds the server up. */
export const MAX_CHARS = 60_000
const MAX_LINES = 3_000
/** The parser's cost grows by the square of one block (paragraph, table, list) at worst. */
const MAX_BLOCK_CHARS = 20_000
const MAX_BLOCK_LINES = 600
const MAX_DEPTH = 16

export type Rendered = {
  readonly html: string
  /** Why it is plain text: null = rendered. */
  readonly plain: "too-long" | "too-deep" | null
}

/**
 * A model's text as HTML that is safe to put into a page: Markdown (GFM), formulas, highlighted code;
 * nothing that loads, runs or hides. Never throws: what cannot be rendered is shown as plain text.
 */
export function renderMarkdown(source: string): Rendered {
  if (source.length > MAX_CHARS || hasHugeBlock(source)) return plainText(source, "too-long")
  if (isTooDeep(source)) return plainText(source, "too-deep")
  try {
    return { html: toHtml(source), plain: null }
  } catch {
    // Nested beyond what the parser can hold on its stack.
    return plainText(source, "too-deep")
  }
}

function toHtml(source: string): string {
  const held = holdMath(source)
  const tree = parser.parse(held.source)
  makeHonest(tree, held.source, held)
  const safe = toSafeHast.runSync(tree)
  decorate(safe)
  const coloured = highlighter.runSync(safe) as unknown as HastRoot
  putMath(coloured, held)
  return writer.stringify(coloured)
}

/**
 * Not syntax here: HTML (tags stand there as text, Markdown between them works), definitions and
 * footnotes (which would vanish or move).
 */
const plainSyntax = {
  disable: {
    null: [
      "htmlFlow",
      "htmlText",
      "definition",
      "gfmFootnoteCall",
      "gfmFootnoteDefinition",
      "gfmPotentialFootnoteCall",
    ],
  },
}
const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(usePlainSyntax).freeze()
const toSafeHast = unified().use(remarkRehype).use(rehypeSanitize, sanitizeSchema).freeze()
const highlighter = unified().use(rehypeHighlight).freeze()
// "Dangerous" are only the formulas that putMath put in: the sanitiser before it left no raw node.
const writer = unified().use(rehypeStringify, { allowDangerousHtml: true }).freeze()

function usePlainSyntax(this: Processor): void {
  const data = this.data()
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), plainSyntax]
}

type Held = Placeholders & { readonly source: string }

/** Formulas are taken out before Markdown sees them: it would eat their backslashes and underscores. */
function holdMath(source: string): Held {
  const [open, close] = unusedMarks(source)
  const math = findMath(source).slice(0, MAX_FORMULAS)
  let text = ""
  let at = 0
  math.forEach((span, index) => {
    text += `${source.slice(at, span.start)}${open}${index}${close}`
    at = span.end
  })
  const pattern = new RegExp(`${open}(\\d+)${close}`, "g")
  const written = (index: string) => {
    const span = math[Number(index)]
    return span ? source.slice(span.start, span.end) : ""
  }
  return {
    source: text + source.slice(at),
    math,
    pattern,
    written,
    restore: (value) => value.replaceAll(pattern, (_, index: string) => written(index)),
  }
}

/** Two private-use characters that the text does not hold. */
function unusedMarks(source: string): [string, string] {
  const marks: string[] = []
  for (let code = 0xe000; code <= 0xf8ff && marks.length < 2; code++) {
    const mark = String.fromCharCode(code)
    if (!source.includes(mark)) marks.push(mark)
  }
  const [open, close] = marks
  if (open === undefined || close === undefined) throw new RangeError("every private-use character is in use")
  return [open, close]
}

function putMath(parent: HastRoot | Element, held: Held): void {
  parent.children = parent.children.map((child) => {
    if (child.type !== "element") return child
    const index = child.properties.dataMath
    if (typeof index === "string") {
      const span = held.math[Number(index)]
      const value = span ? renderMath(span.tex, span.display, held.written(index)) : ""
      return { type: "raw", value }
    }
    putMath(child, held)
    return child
  }) as typeof parent.children
}

function plainText(source: string, plain: NonNullable<Rendered["plain"]>): Rendered {
  return { html: `<pre class="md-plain ${plain}" dir="auto">${escapeHtml(source)}</pre>`, plain }
}

/** A stretch without an empty line that is longer than any paragraph, table or list of a real answer. */
function hasHugeBlock(source: string): boolean {
  const all = source.split("\n")
  if (all.length > MAX_LINES) return true
  let chars = 0
  let lines = 0
  for (const line of all) {
    if (line.trim() === "") {
      chars = 0
      lines = 0
      continue
    }
    chars += line.length + 1
    lines += 1
    if (chars > MAX_BLOCK_CHARS || lines > MAX_BLOCK_LINES) return true
  }
  return false
}

/** Quotations or lists nested beyond sense, which cost the parser time by the square of their depth. */
function isTooDeep(source: string): boolean {
  for (const line of source.split("\n")) {
    const marks = /^(?:[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))+/.exec(line)?.[0] ?? ""
    const depth = marks.replaceAll(/\d+/g, "0").replaceAll(/[ \t)]/g, "").length
    if (depth > MAX_DEPTH) return true
    if (/^[ \t]{400,}(?:>|[-*+]|\d)/.test(line)) return true
  }
  return false
}
