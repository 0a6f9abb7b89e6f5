import type { Element, ElementContent, Root } from "hast"

const directed = new Set(["p", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "ul", "ol"])
/** Highlighting longer code costs more than it tells. */
const MAX_HIGHLIGHT = 20_000

/** Shape of the page around a text: heading order, direction per block, scrolling tables, code heads. */
export function decorate(root: Root): void {
  // The page has its own headings above: prompt, left and right are h2.
  const outline = { last: 2 }
  root.children = root.children.map((child) => (child.type === "element" ? decorated(child, outline) : child))
}

function decorated(node: Element, outline: { last: number }): Element {
  const heading = /^h([1-6])$/.exec(node.tagName)?.[1]
  if (heading) {
    // No level is skipped, however the text begins: a reader of headings would look for what is missing.
    outline.last = Math.min(6, Number(heading) + 2, outline.last + 1)
    node.tagName = `h${outline.last}`
  }
  node.children = node.children.map(
    (child): ElementContent => (child.type === "element" ? decorated(child, outline) : child),
  )
  if (directed.has(node.tagName)) node.properties.dir = "auto"
  if (node.tagName === "table") {
    return wrap("div", { className: ["md-table"], tabIndex: 0, role: "group", ariaLabel: "Table" }, [node])
  }
  if (node.tagName === "pre") return codeBlock(node)
  return node
}

function codeBlock(pre: Element): Element {
  const code = pre.children[0]
  if (code?.type !== "element") return pre
  pre.properties.dir = "ltr"
  pre.properties.tabIndex = 0
  const info = code.properties.dataInfo
  delete code.properties.dataInfo
  const size = code.children.reduce((sum, child) => sum + (child.type === "text" ? child.value.length : 0), 0)
  if (size > MAX_HIGHLIGHT) delete code.properties.className
  const head =
    typeof info === "string" && info !== ""
      ? [wrap("div", { className: ["md-code-lang"] }, [{ type: "text", value: info }])]
      : []
  return wrap("div", { className: ["md-code"] }, [...head, pre])
}

function wrap(tagName: string, properties: Element["properties"], children: ElementContent[]): Element {
  return { type: "element", tagName, properties, children }
}
