import { diffWords } from "@/core/annotate/word-diff"

/** A stretch of a changed text. `gap` stands for unchanged lines that are left out; its text is empty. */
export type TextChange = { readonly kind: "same" | "added" | "removed" | "gap"; readonly text: string }

/**
 * Two versions of a text as one, to be read from top to bottom: what went, what came, and around each
 * change so many unchanged lines. Without the gaps, everything but `added` is the old text exactly, and
 * everything but `removed` the new one. Empty when the two are the same.
 *
 * Example: `"a b"` to `"a c"` is same `"a "`, removed `"b"`, added `"c"`.
 */
export function toTextChanges(before: string, after: string, contextLines = 2): readonly TextChange[] {
  if (before === after) return []
  const whole = interleave(before, after)
  return whole.flatMap((change, index) =>
    change.kind === "same"
      ? shorten(change.text, contextLines, index === 0, index === whole.length - 1)
      : [change],
  )
}

function interleave(before: string, after: string): TextChange[] {
  const { left, right } = diffWords(before, after)
  const [old, now] = [left.map((run) => ({ ...run })), right.map((run) => ({ ...run }))]
  const changes: TextChange[] = []
  for (;;) {
    const [a, b] = [old[0], now[0]]
    if (a !== undefined && !a.same) {
      changes.push({ kind: "removed", text: a.text })
      old.shift()
    } else if (b !== undefined && !b.same) {
      changes.push({ kind: "added", text: b.text })
      now.shift()
    } else if (a === undefined || b === undefined) {
      return changes
    } else {
      // What both have may be cut at different places: as far as the shorter goes.
      const text = a.text.length < b.text.length ? a.text : b.text
      changes.push({ kind: "same", text })
      a.text = a.text.slice(text.length)
      b.text = b.text.slice(text.length)
      if (a.text === "") old.shift()
      if (b.text === "") now.shift()
    }
  }
}

function shorten(text: string, lines: number, first: boolean, last: boolean): TextChange[] {
  const parts = text.split("\n")
  const head = first ? 0 : lines + 1
  const tail = last ? 0 : lines + 1
  // Leaving out a line or two would save nothing.
  if (parts.length <= head + tail + 2) return [{ kind: "same", text }]
  const gap: TextChange = { kind: "gap", text: "" }
  return [
    ...(head > 0 ? [{ kind: "same", text: `${parts.slice(0, head).join("\n")}\n` } as const] : []),
    gap,
    ...(tail > 0 ? [{ kind: "same", text: parts.slice(-tail).join("\n") } as const] : []),
  ]
}
