import type { Element, ElementContent, Root } from "hast"

const directed = new Set(["p", "h3", "h4", "h5", "h6", "td", "th"])
/** Blocks that hold directed blocks: `auto` looks past those, so what they begin with is read here. */
const holders = new Set(["ul", "ol", "li", "blockquote"])
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
  if (holders.has(node.tagName)) node.properties.dir = directionOf(node)
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

/** By the first letter that has a direction, as `auto` does it. */
function directionOf(node: Element): "ltr" | "rtl" {
  return /\p{L}/u.exec(textOf(node))?.[0].match(rightToLeft) ? "rtl" : "ltr"
}

const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u

function textOf(node: Element): string {
  return node.children
    .map((child) => (child.type === "text" ? child.value : child.type === "element" ? textOf(child) : ""))
    .join("")
}
