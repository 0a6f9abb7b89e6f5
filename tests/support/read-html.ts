/** One tag of a piece of HTML as a browser's tokenizer would see it. */
export type Tag = { readonly name: string; readonly attributes: ReadonlyMap<string, string> }

/**
 * A small, strict reader of HTML for tests: it refuses what it does not know (comments, CDATA, raw
 * text elements, unquoted values), so that what passes has one reading only.
 */
export function readTags(html: string): Tag[] {
  const tags: Tag[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf("<", at)
    if (open < 0) break
    const tag = /^<\/?([a-zA-Z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/.exec(html.slice(open))
    if (!tag) throw new Error(`Not plain HTML at: ${html.slice(open, open + 80)}`)
    const attributes = new Map<string, string>()
    for (const [, name, value] of (tag[2] ?? "").matchAll(/([\w:-]+)(?:="([^"]*)")?/g)) {
      attributes.set((name ?? "").toLowerCase(), decode(value ?? ""))
    }
    tags.push({ name: (tag[1] ?? "").toLowerCase(), attributes })
    at = open + tag[0].length
  }
  return tags
}

/** What a reader sees; a line end for each `<br>`. */
export function toPlain(html: string): string {
  return decode(html.replaceAll(/<br\s*\/?>\n?/g, "\n").replaceAll(/<\/?[a-zA-Z][^>]*>/g, ""))
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(amp|lt|gt|quot));/gi, (_, hex, decimal, name) =>
    hex
      ? String.fromCodePoint(Number.parseInt(String(hex), 16))
      : decimal
        ? String.fromCodePoint(Number(decimal))
        : ({ amp: "&", lt: "<", gt: ">", quot: '"' }[String(name)] ?? ""),
  )
}
