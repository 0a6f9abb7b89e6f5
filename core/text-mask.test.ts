import { expect, test } from "vitest"
import { applyMask, MASK } from "@/core/text-mask"

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
