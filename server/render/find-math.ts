/** One formula in a Markdown source. */
export type MathSpan = {
  readonly start: number
  readonly end: number
  /** What stands between the delimiters. */
  readonly tex: string
  readonly display: boolean
}

/** Longer ones are shown as written: no formula of a text is that long, and TeX can be made slow. */
const MAX_INLINE = 1_000
const MAX_DISPLAY = 5_000

/**
 * Finds formulas outside code: `$…$`, `$$…$$`, `\(…\)` and `\[…\]`.
 *
 * A single dollar is money far more often than mathematics, so it opens a formula only if all hold:
 * before it stands no letter, digit, backslash or dollar; after it no space; the very next dollar
 * closes it, has no space before and no letter or digit after; what is between does not read like a
 * sum of money or like prose. So `$5 to $10`, `$5, or $10`, `US$5`, `**$5** or **$6**` and `$PATH:$HOME`
 * are text, while `$x^2$`, `$5$` and `$2n + 1$` are formulas.
 */
export function findMath(source: string): MathSpan[] {
  const spans: MathSpan[] = []
  const closers = new ClosingRuns(source)
  let at = 0
  while (at < source.length) {
    const fence = fenceAt(source, at)
    if (fence !== undefined) {
      at = fence
      continue
    }
    const char = source[at]
    if (char === "`") {
      at = closers.skipCode(at)
      continue
    }
    const span = char === "$" ? dollarAt(source, at) : char === "\\" ? bracketAt(source, at) : undefined
    if (span) {
      spans.push(span)
      at = span.end
    } else if (char === "$" && source[at + 1] === "$") at += 2
    else at += char === "\\" ? 2 : 1
  }
  return spans
}

function dollarAt(source: string, at: number): MathSpan | undefined {
  if (source[at + 1] === "$") return displayAt(source, at, "$$")
  if (/[\p{L}\p{N}$]/u.test(charBefore(source, at)) || /^\s?$/.test(source[at + 1] ?? "")) return undefined
  const end = closingDollar(source, at + 1)
  if (end === undefined) return undefined
  const tex = source.slice(at + 1, end)
  const after = source[end + 1] ?? ""
  if (/\s$/.test(tex) || /[\p{L}\p{N}$]/u.test(after) || readsLikeProse(tex) || readsLikeMoney(tex))
    return undefined
  return { start: at, end: end + 1, tex, display: false }
}

/** The next dollar within the paragraph that no backslash precedes. */
function closingDollar(source: string, from: number): number | undefined {
  for (let i = from; i < source.length && i - from <= MAX_INLINE; i++) {
    const char = source[i]
    if (char === "\\") i++
    else if (char === "$") return i
    else if (char === "`" || (char === "\n" && /^[ \t>]*(\n|$)/.test(source.slice(i + 1, i + 40))))
      return undefined
  }
  return undefined
}

function bracketAt(source: string, at: number): MathSpan | undefined {
  if (source[at + 1] === "[") return displayAt(source, at, "\\]")
  if (source[at + 1] !== "(") return undefined
  const end = indexWithin(source, "\\)", at + 2, MAX_INLINE)
  if (end === undefined) return undefined
  const tex = source.slice(at + 2, end)
  if (tex.trim() === "" || /\n[ \t]*\n|`/.test(tex) || isEscapedProse(tex)) return undefined
  return { start: at, end: end + 2, tex, display: false }
}

function displayAt(source: string, at: number, close: "$$" | "\\]"): MathSpan | undefined {
  const end = indexWithin(source, close, at + 2, MAX_DISPLAY)
  if (end === undefined) return undefined
  const tex = source.slice(at + 2, end)
  if (tex.trim() === "" || tex.includes("```") || (close === "\\]" && isEscapedProse(tex))) return undefined
  if (close === "$$" && (readsLikeProse(tex) || readsLikeMoney(tex))) return undefined
  // Within a quotation every line starts with its mark.
  return { start: at, end: end + 2, tex: tex.replaceAll(/\n[ \t]*>[ \t]?/g, "\n"), display: true }
}

/** Two plain words in a row, TeX's own text commands aside. */
function readsLikeProse(tex: string): boolean {
  const bare = tex
    .replaceAll(/\\(text|mathrm|operatorname|mbox|textbf|textit)\s*\{[^{}]*\}/g, " ")
    .replaceAll(/\\[a-zA-Z]+/g, " ")
  return /(^|[\s(])\p{L}{3,}[,.;:]?\s+\p{L}{2,}|(^|[\s(])\p{L}{2,}[,.;:]?\s+\p{L}{3,}/u.test(bare)
}

/** Starts with a number and goes on with words, open brackets or table bars: `5 to 10`, `5) (`. */
function readsLikeMoney(tex: string): boolean {
  if (!/^\s*[\d.,]*\d/.test(tex)) return false
  const bare = tex.replaceAll(/\\[a-zA-Z]+/g, " ")
  return /\s\p{L}{2,}|\||[–—]/u.test(bare) || count(tex, "(") !== count(tex, ")")
}

/** `\[see note\]` is an escaped bracket, not a formula. */
function isEscapedProse(tex: string): boolean {
  return readsLikeProse(tex) && !/[\\^_=]/.test(tex)
}

function indexWithin(source: string, close: string, from: number, reach: number): number | undefined {
  const found = source.slice(from, from + reach).indexOf(close)
  return found < 0 ? undefined : from + found
}

function count(text: string, char: string): number {
  return text.split(char).length - 1
}

/** The whole character before, also where it is made of two units. */
function charBefore(source: string, at: number): string {
  return /.$/su.exec(source.slice(Math.max(0, at - 2), at))?.[0] ?? ""
}

/** At a line that opens a fenced code block: the position after the block. */
function fenceAt(source: string, at: number): number | undefined {
  if (at > 0 && source[at - 1] !== "\n") return undefined
  const lineEnd = endOfLine(source, at)
  // Bounded repetitions: on a line of a hundred thousand spaces unbounded ones would take minutes.
  const open =
    /^[ \t>]{0,80}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,9}){0,12}[ \t>]{0,80}(`{3,}(?=[^`]*$)|~{3,})/.exec(
      source.slice(at, Math.min(lineEnd, at + 400)),
    )
  const mark = open?.[1]
  if (!mark) return undefined
  for (let line = lineEnd + 1; line < source.length; ) {
    const end = endOfLine(source, line)
    const text = source
      .slice(line, end)
      .replace(/^[ \t>]*/, "")
      .trimEnd()
    if (text.length >= mark.length && text === text.charAt(0).repeat(text.length) && text[0] === mark[0])
      return end
    line = end + 1
  }
  return source.length
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf("\n", at)
  return end < 0 ? source.length : end
}

/** Code spans: a run of n backticks is closed by the next run of exactly n. */
class ClosingRuns {
  private readonly runs = new Map<number, number[]>()
  private readonly passed = new Map<number, number>()
  constructor(private readonly source: string) {
    for (const match of source.matchAll(/`+/g)) {
      const list = this.runs.get(match[0].length)
      if (list) list.push(match.index)
      else this.runs.set(match[0].length, [match.index])
    }
  }

  /** The position after the code span that opens here, or after the backticks where none closes it. */
  skipCode(at: number): number {
    let length = 0
    while (this.source[at + length] === "`") length++
    const starts = this.runs.get(length) ?? []
    // Positions are asked for in rising order, so what lies behind is never needed again.
    let next = this.passed.get(length) ?? 0
    while ((starts[next] ?? Number.POSITIVE_INFINITY) <= at) next++
    this.passed.set(length, next)
    const close = starts[next]
    if (close === undefined || /\n[ \t]*\n/.test(this.source.slice(at, close))) return at + length
    return close + length
  }
}
