/** Deepest nesting taken; real preference data stays under ten. */
export const maxDepth = 64

const quote = 34
const backslash = 92

/**
 * What JSON.parse would let pass: nesting without end, and keys given twice (it keeps the last and
 * says nothing). One pass that jumps over strings with indexOf, so the cost is that of the
 * punctuation, not of the text.
 *
 * Example: `{"a":1,"a":2}` gives `{ found: 'the key "a" twice', … }`.
 */
export function findStructureFault(text: string): { found: string; expected: string } | undefined {
  const seen: (Set<string> | undefined)[] = []
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      const end = endOfString(text, at)
      if (end < 0) return undefined
      if (isKey(text, end)) {
        const key = keyOf(text.slice(at + 1, end))
        const keys = seen.at(-1)
        if (keys?.has(key)) {
          return { found: `the key "${key.slice(0, 60)}" twice`, expected: "each key once" }
        }
        keys?.add(key)
      }
      at = end
    } else if (code === 123 || code === 91) {
      if (seen.length === maxDepth) {
        return { found: `nesting deeper than ${maxDepth}`, expected: `at most ${maxDepth} levels` }
      }
      seen.push(code === 123 ? new Set() : undefined)
    } else if (code === 125 || code === 93) seen.pop()
  }
  return undefined
}

/** Index of the closing quote of the string that opens at `start`, or -1. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end >= 0) {
    let slashes = 0
    while (text.charCodeAt(end - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return end
    end = text.indexOf('"', end + 1)
  }
  return -1
}

function isKey(text: string, end: number): boolean {
  let next = end + 1
  while (next < text.length && text.charCodeAt(next) <= 32) next++
  return text.charCodeAt(next) === 58
}

function keyOf(raw: string): string {
  if (!raw.includes("\\")) return raw
  try {
    return String(JSON.parse(`"${raw}"`))
  } catch {
    return raw
  }
}
