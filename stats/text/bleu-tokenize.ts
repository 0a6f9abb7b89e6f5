/**
 * The tokenisation of mteval-v13a, as sacreBLEU does it.
 *
 * Rules in order: drop `<skipped>`, join a dash at the end of a line, newline to space, four HTML entities to their
 * characters; then spaces round ASCII punctuation except `'`, `-`, `.` and `,`; round a period or comma unless it
 * follows a digit, and unless it precedes one; round a dash after a digit. `none` splits at white space only.
 * White space is what Python's str.split takes for it, so that results agree on control characters too.
 * Worked example: `It's 3.5-fold, "ok".` becomes `It's 3.5 - fold , " ok " .`
 */
export type BleuTokenizer = "13a" | "none"

// Python takes \x1c to \x1f for white space; so must we.
// oxlint-disable-next-line no-control-regex
const SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u
const PUNCTUATION = /([{-~[-` -&(-+:-@/])/gu
const AFTER_NON_DIGIT = /([^0-9])([.,])/gu
const BEFORE_NON_DIGIT = /([.,])([^0-9])/gu
const DASH_AFTER_DIGIT = /([0-9])(-)/gu

export function tokenizeForBleu(text: string, tokenizer: BleuTokenizer = "13a"): string[] {
  const trimmed = trimEnd(text)
  return split(tokenizer === "none" ? trimmed : separate(trimmed))
}

function separate(text: string): string {
  let line = text.replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " ")
  line = line
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
  return ` ${line} `
    .replace(PUNCTUATION, " $1 ")
    .replace(AFTER_NON_DIGIT, "$1 $2 ")
    .replace(BEFORE_NON_DIGIT, " $1 $2")
    .replace(DASH_AFTER_DIGIT, "$1 $2 ")
}

/** A loop, since a pattern anchored at the end would take quadratic time on a long run of spaces in the middle. */
function trimEnd(text: string): string {
  let end = text.length
  while (end > 0 && SPACE.test(text[end - 1] as string)) end -= 1
  return text.slice(0, end)
}

function split(text: string): string[] {
  return text.split(SPACE).filter((token) => token !== "")
}
