import fc from "fast-check"
import { expect, test } from "vitest"
import type { Message } from "@/core/messages"
import { commonTurns, isTranscript, parseTranscript } from "@/formats/import/transcript"

test("turns of a transcript; an answer may be empty", () => {
  expect(
    parseTranscript("\n\nHuman: Hi there\n\nSecond line\n\nAssistant: Hello\n\nHuman: Bye\n\nAssistant:"),
  ).toEqual([
    { role: "user", content: "Hi there\n\nSecond line" },
    { role: "assistant", content: "Hello" },
    { role: "user", content: "Bye" },
    { role: "assistant", content: "" },
  ])
})

test("what is a transcript", () => {
  expect(isTranscript("\n\nHuman: Hi\n\nAssistant: Hello")).toBe(true)
  expect(isTranscript("Humans are many.")).toBe(false)
  expect(isTranscript("He said: Human: hi")).toBe(false)
})

const turn = fc.record({
  role: fc.constantFrom<Message["role"]>("user", "assistant"),
  content: fc.constantFrom("a", "ab", "abc"),
})
const turns = fc.array(turn, { minLength: 1, maxLength: 6 })

test("the common beginning is whole turns, the longest, and leaves each side an answer", () => {
  fc.assert(
    fc.property(turns, turns, turns, (start, first, second) => {
      const x = [...start, ...first]
      const y = [...start, ...second]
      const length = commonTurns(x, y)
      expect(length).toBeGreaterThanOrEqual(start.length)
      expect(length).toBeLessThan(Math.min(x.length, y.length))
      expect(x.slice(0, length)).toEqual(y.slice(0, length))
      const next = [x[length], y[length]]
      if (length + 1 < Math.min(x.length, y.length)) expect(next[0]).not.toEqual(next[1])
    }),
  )
})
