import { classOf, foldAt, knownClasses, SEPARATOR, WORD } from "@/core/leaks/characters"
import type { Phrase } from "@/core/leaks/phrase"

type Node = { readonly next: Map<number, Node>; phrase?: Phrase }

export type Found = { readonly start: number; readonly end: number; readonly phrase: Phrase }

/** Stands in the tree for any one to three separators. */
const gap = 0
const longestGap = 3

/**
 * Finds phrases as whole words. All phrases stand in one tree of characters (a trie, Fredkin 1960,
 * doi:10.1145/367390.367400) that is walked from the beginning of each word, so that most words are
 * left at their first or second letter and a longer list costs next to nothing. The longest phrase
 * wins, and the search goes on behind it.
 *
 * Example: with `gpt-4` and `larkspur`, "I am Larkspur, not GPT 4o or GPT4." gives `Larkspur` and `GPT4`.
 */
export class PhraseFinder {
  private readonly root: Node = { next: new Map() }
  /** 1 where some phrase may begin with two characters: nearly every word ends here, at one look. */
  private readonly openings = new Uint8Array(65_536)

  constructor(phrases: readonly Phrase[]) {
    this.add(phrases)
  }

  /** More phrases; where two are written alike the later one counts. */
  add(phrases: readonly Phrase[]): void {
    for (const phrase of phrases) for (const form of toForms(phrase.phrase)) this.insert(form, phrase)
  }

  find(text: string): Found[] {
    const found: Found[] = []
    const { length } = text
    let before = 0
    for (let at = 0; at < length; at++) {
      // Nearly every character is known already; the look into the table stands here for speed.
      let kind = knownClasses[text.charCodeAt(at)] || classOf(text, at)
      // Inside a word no phrase begins; after a separator or an unspaced letter any may.
      if (kind >= WORD && (before !== WORD || kind !== WORD) && this.openings[openingAt(text, at)] === 1) {
        const one = this.longestAt(text, at)
        if (one) {
          found.push(one)
          at = one.end - 1
          kind = classOf(text, at)
        }
      }
      before = kind
    }
    return found
  }

  private insert(form: string, phrase: Phrase): void {
    this.openings[openingAt(form, 0)] = 1
    let node = this.root
    for (let at = 0; at < form.length; at++) {
      const isGap = classOf(form, at) === SEPARATOR
      if (isGap && at > 0 && classOf(form, at - 1) === SEPARATOR) continue
      const unit = isGap ? gap : foldAt(form, at)
      const next = node.next.get(unit) ?? { next: new Map<number, Node>() }
      node.next.set(unit, next)
      node = next
    }
    node.phrase = phrase
  }

  private longestAt(text: string, start: number): Found | undefined {
    let node: Node = this.root
    let best: Found | undefined
    for (let at = start; at < text.length; ) {
      let next = node.next.get(foldAt(text, at))
      let end = at + 1
      if (!next && classOf(text, at) === SEPARATOR) {
        next = node.next.get(gap)
        while (end < text.length && end - at < longestGap && classOf(text, end) === SEPARATOR) end += 1
      }
      if (!next) break
      node = next
      at = end
      if (node.phrase && isEnd(text, end)) best = { start, end, phrase: node.phrase }
    }
    return best
  }
}

function openingAt(text: string, at: number): number {
  // One letter is no phrase, so two characters are always there; every separator is like any other.
  const second = at + 1 >= text.length || classOf(text, at + 1) === SEPARATOR ? gap : foldAt(text, at + 1)
  return (foldAt(text, at) * 241 + second) & 0xffff
}

function isEnd(text: string, end: number): boolean {
  return end >= text.length || classOf(text, end - 1) !== WORD || classOf(text, end) !== WORD
}

/**
 * How a phrase may be written: composed or with combining marks, and without the separator between
 * letters and digits (`gpt-4`, `gpt4`).
 */
function toForms(phrase: string): Set<string> {
  const joined = phrase.replaceAll(/(?<=\p{L})[\s\-_./]+(?=\p{N})/gu, "")
  return new Set([phrase, joined].flatMap((form) => [form.normalize("NFC"), form.normalize("NFD")]))
}
