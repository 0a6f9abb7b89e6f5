import type { Span } from "@/core/text-mask"

/**
 * Words of a text that a flag names. Everything counts in UTF-16 units of the raw text, which is what
 * the browser's ranges, the wire and the stored span count in, so that nothing is ever converted.
 */

const segmenter = new Intl.Segmenter("en", { granularity: "word" })

/**
 * The words of a text in order, by Unicode's rules (UAX 29): what stands between white space, with
 * punctuation by itself; scripts without spaces are taken apart by the browser's dictionary.
 *
 * Example: `"So, no."` has the words `So` `,` `no` `.`.
 */
export function toWordSpans(text: string): readonly Span[] {
  const words: Span[] = []
  for (const { segment, index } of segmenter.segment(text)) {
    // A narrow no-break space holds on to the word before it, as in French before a sign.
    const end = segment.trimEnd().length
    if (end > 0) words.push({ start: index + end - segment.trim().length, end: index + end })
  }
  return words
}

/** Words `from` to `to` of a text, whichever was chosen first. */
export type WordRange = { readonly anchor: number; readonly head: number }

/** From the first unit of the range's first word to the last of its last; null = no such words. */
export function spanOfRange(words: readonly Span[], { anchor, head }: WordRange): Span | null {
  const first = words[Math.min(anchor, head)]
  const last = words[Math.max(anchor, head)]
  return first && last ? { start: first.start, end: last.end } : null
}

/** All words that any two offsets touch or lie between; null = white space only. */
export function rangeBetween(words: readonly Span[], one: number, other: number): WordRange | null {
  const [start, end] = one <= other ? [one, other] : [other, one]
  const anchor = words.findIndex((word) => word.end > start)
  const head = words.findLastIndex((word) => word.start < end)
  return anchor < 0 || head < anchor ? null : { anchor, head }
}

/** The word at an offset, or the one that ends there; null = between words. */
export function wordAt(words: readonly Span[], offset: number): number | null {
  const within = words.findIndex((word) => word.start <= offset && offset < word.end)
  const at = within >= 0 ? within : words.findIndex((word) => word.end === offset)
  return at < 0 ? null : at
}

export type WordStep = "next" | "previous" | "nextLine" | "previousLine" | "first" | "last"

/** The word one step on from this one; the same at an end of the text. */
export function stepWord(text: string, words: readonly Span[], from: number, step: WordStep): number {
  const last = Math.max(0, words.length - 1)
  switch (step) {
    case "next":
      return Math.min(last, from + 1)
    case "previous":
      return Math.max(0, from - 1)
    case "first":
      return 0
    case "last":
      return last
    case "nextLine": {
      const end = text.indexOf("\n", words[from]?.end ?? 0)
      const next = end < 0 ? -1 : words.findIndex((word) => word.start > end)
      return next < 0 ? last : next
    }
    case "previousLine": {
      const begin = text.lastIndexOf("\n", Math.max(0, (words[from]?.start ?? 0) - 1))
      if (begin < 0) return 0
      const before = words.findLastIndex((word) => word.end <= begin)
      const line = text.lastIndexOf("\n", (words[before]?.start ?? 0) - 1)
      return before < 0 || line < 0 ? 0 : words.findIndex((word) => word.start > line)
    }
  }
}

/** A stretch of a text over which the same marks lie. */
export type Piece = Span & {
  /** Places in the list of marks. */
  readonly marks: readonly number[]
  /** Marks that end with this piece. */
  readonly ends: readonly number[]
}

/** A text cut where marks begin and end. The pieces, joined, are the text exactly. */
export function toPieces(text: string, marks: readonly Span[]): readonly Piece[] {
  const inside = (offset: number) => Math.min(text.length, Math.max(0, offset))
  const cuts = [0, text.length, ...marks.flatMap((mark) => [inside(mark.start), inside(mark.end)])]
  const edges = [...new Set(cuts)].toSorted((a, b) => a - b)
  return edges.slice(1).map((end, index) => {
    const start = edges[index] ?? 0
    const over = marks.flatMap((mark, place) => (mark.start <= start && mark.end >= end ? [place] : []))
    return { start, end, marks: over, ends: over.filter((place) => inside(marks[place]?.end ?? 0) === end) }
  })
}

/** Where these words stand in a text, or null where they stand nowhere or more than once. */
export function findOnce(text: string, words: string): Span | null {
  const wanted = words.trim()
  const start = wanted === "" ? -1 : text.indexOf(wanted)
  if (start < 0 || text.indexOf(wanted, start + 1) >= 0) return null
  return { start, end: start + wanted.length }
}
