import type { Leak } from "@/core/leaks/find-leaks"
import type { Messages } from "@/core/messages"

/** A piece of a text: what was found (`hit`) and what stands around it. */
export type ExcerptPart = { readonly text: string; readonly hit: boolean }
export type Excerpt = readonly ExcerptPart[]

const around = 70
const most = 3

/**
 * The places of some leaks with the words around them, at most three; near ones share an excerpt.
 *
 * Example: one leak on "Larkspur" in "I am Larkspur." gives `[[I am ][Larkspur!][.]]`.
 */
export function toExcerpts(messages: Messages, leaks: readonly Leak[]): Excerpt[] {
  const groups: Leak[][] = []
  for (const leak of leaks) {
    const last = groups.at(-1)?.at(-1)
    if (last && last.message === leak.message && leak.start - last.end <= around) groups.at(-1)?.push(leak)
    else groups.push([leak])
  }
  return groups
    .slice(0, most)
    .map((group) => toExcerpt(messages[group[0]?.message ?? 0]?.content ?? "", group))
}

function toExcerpt(content: string, leaks: readonly Leak[]): ExcerptPart[] {
  const from = wordEdge(content, (leaks[0]?.start ?? 0) - around, -1)
  const to = wordEdge(content, (leaks.at(-1)?.end ?? 0) + around, 1)
  const parts: ExcerptPart[] = []
  const add = (text: string, hit: boolean) => {
    if (text !== "") parts.push({ text, hit })
  }
  let at = from
  add(from > 0 ? "… " : "", false)
  for (const { start, end } of leaks) {
    add(content.slice(at, start), false)
    add(content.slice(start, end), true)
    at = end
  }
  add(content.slice(at, to), false)
  add(to < content.length ? " …" : "", false)
  return parts
}

/** The nearest white space within some letters, so that no word is cut; never inside a surrogate pair. */
function wordEdge(content: string, wanted: number, step: 1 | -1): number {
  if (wanted <= 0) return 0
  if (wanted >= content.length) return content.length
  for (let at = wanted; Math.abs(at - wanted) < 15; at += step) {
    if (/\s/u.test(content[at] ?? " ")) return at
  }
  const unit = content.charCodeAt(wanted)
  return unit >= 0xdc00 && unit <= 0xdfff ? wanted - 1 : wanted
}
