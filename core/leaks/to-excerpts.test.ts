import fc from "fast-check"
import { expect, test } from "vitest"
import { toExcerpts } from "@/core/leaks/to-excerpts"

const say = (content: string) => [{ role: "assistant" as const, content }]

test("the worked example", () => {
  expect(toExcerpts(say("I am Larkspur."), [{ message: 0, start: 5, end: 13, phrase: "larkspur" }])).toEqual([
    [
      { text: "I am ", hit: false },
      { text: "Larkspur", hit: true },
      { text: ".", hit: false },
    ],
  ])
})

test("far from the ends the text is cut between words, and near places share an excerpt", () => {
  const words = "some words ".repeat(30)
  const content = `${words}Zed and Zed ${words}Zed ${words}`
  const leaks = [...content.matchAll(/Zed/g)].map(({ index }) => ({
    message: 0,
    start: index,
    end: index + 3,
    phrase: "zed",
  }))
  const excerpts = toExcerpts(say(content), leaks)
  expect(excerpts.map((parts) => parts.filter(({ hit }) => hit).length)).toEqual([2, 1])
  for (const parts of excerpts)
    expect(parts.map(({ text }) => text).join("")).toMatch(/^… (\s?some|\s?words)\b.* …$/)
})

test("property: what is shown as found is what was found, and no character is cut in two", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, after) => {
      const content = `${before.repeat(20)}Zed${after.repeat(20)}`
      const start = before.length * 20
      const [parts = []] = toExcerpts(say(content), [{ message: 0, start, end: start + 3, phrase: "zed" }])
      expect(parts.filter(({ hit }) => hit)).toEqual([{ text: "Zed", hit: true }])
      const whole = parts.map(({ text }) => text).join("")
      expect(whole.isWellFormed()).toBe(true)
    }),
  )
})
