import fc from "fast-check"
import { expect, test } from "vitest"
import { applyMask, MASK, toMaskedSpan, toStoredSpan } from "@/core/text-mask"

const say = (content: string) => [{ role: "assistant" as const, content }]

test("a span is replaced and everything else stays", () => {
  expect(applyMask(say("I am Zed."), [[0, 5, 8]])).toEqual(say(`I am ${MASK}.`))
  expect(applyMask(say("I am Zed."), [])).toEqual(say("I am Zed."))
})

test("overlapping and nested spans leave one mark and nothing of what they cover", () => {
  expect(
    applyMask(say("abcdefgh"), [
      [0, 4, 6],
      [0, 1, 5],
      [0, 2, 3],
    ]),
  ).toEqual(say(`a${MASK}gh`))
})

test("each message has its own spans", () => {
  const two = [...say("abc"), ...say("abc")]
  expect(applyMask(two, [[1, 0, 1]])).toEqual([...say("abc"), ...say(`${MASK}bc`)])
})

test("words marked in what was shown are the same words of what is stored, and back", () => {
  expect(toStoredSpan({ start: 2, end: 6 }, [[0, 5, 8]], 0)).toEqual({ start: 2, end: 8 })
  expect(toMaskedSpan({ start: 6, end: 9 }, [[0, 5, 8]], 0)).toEqual({ start: 5, end: 9 })
  const spans = fc.array(
    fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 9 })).map(([start, length]) => ({
      start,
      end: Math.min(31, start + length),
    })),
    { maxLength: 4 },
  )
  const text = Array.from({ length: 31 }, (_, at) => String.fromCharCode(97 + (at % 26))).join("")
  fc.assert(
    fc.property(spans, fc.nat(), fc.nat(), (masked, a, b) => {
      const masks = masked.map(({ start, end }) => [0, start, end] as const)
      const shown = applyMask(say(text), masks)[0]?.content ?? ""
      const [start, end] = [a % (shown.length + 1), b % (shown.length + 1)].toSorted((x, y) => x - y)
      if (start === undefined || end === undefined || start === end) return
      const stored = toStoredSpan({ start, end }, masks, 0)
      const again = toMaskedSpan(stored, masks, 0)
      const words = shown.slice(again.start, again.end)
      // A cut through a placeholder takes all of it; else nothing changes.
      expect(words).toContain(shown.slice(start, end))
      const cut = (at: number) => {
        const open = shown.lastIndexOf(MASK, at - 1)
        return open >= 0 && open < at && at < open + MASK.length
      }
      if (!cut(start) && !cut(end)) expect(again).toEqual({ start, end })
      // What was marked and not masked is what is stored.
      const kept = words.split(MASK).filter((part) => part !== "")
      for (const part of kept) expect(text.slice(stored.start, stored.end)).toContain(part)
      if (kept.length === 1 && kept[0] === words) expect(text.slice(stored.start, stored.end)).toBe(words)
      // Masked later, or otherwise: a span of what is stored stays within what is shown.
      const later = toMaskedSpan({ start, end: Math.min(end, text.length) }, masks, 0)
      expect(later.end).toBeLessThanOrEqual(shown.length)
    }),
  )
})
