import type {
  Code,
  Image,
  Link,
  List,
  Nodes,
  Parent,
  PhrasingContent,
  Root,
  RootContent,
  Table,
  Text,
} from "mdast"
import type { MathSpan } from "@/server/render/find-math"

/** Puts back what was taken out of the source before parsing. */
export type Placeholders = {
  readonly pattern: RegExp
  readonly math: readonly MathSpan[]
  /** Any string with its placeholders replaced by what the model wrote. */
  restore(text: string): string
  /** The source of one formula, delimiters included. */
  written(index: string): string
}

/**
 * Markdown hides things: link targets, image addresses, the info line of code, the numbers of a list,
 * table cells without a column. Whoever judges a text must see what the model wrote, so each of them
 * becomes visible text here. (HTML, definitions and footnotes are no syntax to begin with: see
 * `plainSyntax`.) `source` is what was parsed, for slicing.
 */
export function makeHonest(root: Root, source: string, held: Placeholders): void {
  walk(root, source, held)
}

function walk(parent: Parent, source: string, held: Placeholders): void {
  const children: RootContent[] = []
  for (const child of parent.children) {
    if ("children" in child) walk(child, source, held)
    children.push(...replace(child, source, held))
  }
  parent.children = children
}

function replace(node: RootContent, source: string, held: Placeholders): RootContent[] {
  switch (node.type) {
    case "text":
      return splitText(node.value, held)
    case "inlineCode":
      return [{ ...node, value: held.restore(node.value) }]
    case "code":
      return [showInfo(node, held)]
    case "link":
      return showLink(node, held)
    case "image":
      return [showImage(node, held)]
    case "list":
      return [numberItems(node, source)]
    case "table":
      return [widen(node)]
    default:
      return [node]
  }
}

/** Line ends are kept as the model made them; formulas become elements. */
function splitText(value: string, held: Placeholders): PhrasingContent[] {
  const parts: PhrasingContent[] = []
  let at = 0
  const plain = (piece: string) => {
    piece.split(/\r?\n/).forEach((line, index) => {
      if (index > 0) parts.push({ type: "break" })
      if (line !== "") parts.push(text(line))
    })
  }
  for (const match of value.matchAll(held.pattern)) {
    plain(value.slice(at, match.index))
    parts.push(element("span", { dataMath: match[1] ?? "" }, []))
    at = match.index + match[0].length
  }
  plain(value.slice(at))
  return parts.filter(
    (part, i) => part.type !== "break" || !(isDisplay(parts[i - 1], held) || isDisplay(parts[i + 1], held)),
  )
}

/** A formula that stands on a line of its own needs no line end beside it. */
function isDisplay(part: PhrasingContent | undefined, held: Placeholders): boolean {
  const index = part?.data?.hProperties?.dataMath
  return typeof index === "string" && held.math[Number(index)]?.display === true
}

/** The whole line after the fence goes along; only its first word names a language. */
function showInfo(node: Code, held: Placeholders): RootContent {
  const info = [node.lang, node.meta]
    .map((part) => held.restore(part ?? ""))
    .join(" ")
    .trim()
  return { ...node, meta: null, value: held.restore(node.value), data: { hProperties: { dataInfo: info } } }
}

/** The address is part of what the model wrote, so it stands there to be read. */
function showLink(node: Link, held: Placeholders): PhrasingContent[] {
  const url = held.restore(node.url)
  const shown = toText(node)
  const title = node.title ? ` "${held.restore(node.title)}"` : ""
  const opens = /^https?:\/\//i.test(url)
  const open: Link = {
    ...node,
    url,
    title: null,
    data: { hProperties: { rel: ["noopener", "noreferrer", "nofollow"], target: "_blank" } },
  }
  const label: PhrasingContent[] = opens ? [open] : node.children
  const says = shown === url || url === `http://${shown}` || url === `mailto:${shown}`
  if (says && title === "") return label
  return [...label, element("span", { className: ["md-link-url"] }, [text(` (${url}${title})`)])]
}

/** Never loaded: what would be fetched tells its host who reads what, and when. */
function showImage(node: Image, held: Placeholders): PhrasingContent {
  const title = node.title ? ` "${held.restore(node.title)}"` : ""
  return element("span", { className: ["md-image"] }, [
    text(held.restore(node.alt ?? "")),
    element("span", { className: ["md-link-url"] }, [text(` (${held.restore(node.url)}${title})`)]),
  ])
}

/** HTML counts on by itself; a model that miscounts must be seen to. */
function numberItems(node: List, source: string): RootContent {
  if (!node.ordered) return node
  let expected = node.start ?? 1
  for (const item of node.children) {
    const written = /^\d{1,9}/.exec(slice(item, source))?.[0]
    const number = written === undefined ? expected : Number(written)
    if (number !== expected) item.data = { hProperties: { value: String(number) } }
    expected = number + 1
  }
  return node
}

/** Cells beyond the header's are dropped by the rules of GFM; here they get a column. */
function widen(node: Table): RootContent {
  const width = Math.max(...node.children.map((row) => row.children.length))
  const align = Array.from({ length: width }, (_, i) => node.align?.[i] ?? null)
  return { ...node, align }
}

function toText(node: Nodes): string {
  if ("value" in node) return node.value
  return "children" in node ? node.children.map(toText).join("") : ""
}

function slice(node: Nodes, source: string): string {
  return source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0)
}

function text(value: string): Text {
  return { type: "text", value }
}

/** An element of our own, told to remark-rehype by its data. */
function element(
  name: string,
  properties: Record<string, string | string[]>,
  children: PhrasingContent[],
): PhrasingContent {
  return { type: "emphasis", children, data: { hName: name, hProperties: properties } }
}
