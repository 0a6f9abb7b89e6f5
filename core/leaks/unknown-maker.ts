import { speaksOfItself } from "@/core/leaks/speaks-of-itself"

/** Stands in the list for a maker whose name the list does not know. */
export const makerPhrase = "developed by …"

const maker =
  /\b(?:developed|trained|created|made|built|designed) by (?:the team at |a team at |researchers at |engineers at )?(?=\p{Lu})/gu
/** A name: words that begin with a capital, at most five. */
const name = /\p{Lu}[\p{L}\p{N}'’&-]*(?:[ \u00a0]\p{Lu}[\p{L}\p{N}'’&-]*){0,4}/uy

/**
 * Makers that an answer gives itself: "As an AI language model developed by Heron Labs, …".
 * Spans of the names.
 */
export function findUnknownMaker(text: string): { start: number; end: number }[] {
  // A plain search first: it is many times faster, and nearly every text ends here.
  if (!text.includes("ed by ") && !text.includes("made by ") && !text.includes("built by ")) return []
  const found: { start: number; end: number }[] = []
  for (const match of text.matchAll(maker)) {
    const start = match.index + match[0].length
    if (!speaksOfItself(text, match.index)) continue
    name.lastIndex = start
    const end = name.exec(text) ? name.lastIndex : start
    if (end > start) found.push({ start, end })
  }
  return found
}
