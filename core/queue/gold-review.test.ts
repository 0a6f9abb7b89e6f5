import { expect, test } from "vitest"
import type { GoldVerdict } from "@/core/queue/gold-review"
import { reviewGold } from "@/core/queue/gold-review"

const one = (taskId: string, annotatorId: string, right: boolean, activeMs = 10_000): GoldVerdict => ({
  taskId,
  annotatorId,
  right,
  activeMs,
})
/** A person with five other gold tasks, `right` of them right, and an answer to the one in question. */
const person = (name: string, right: number, passes: boolean) => [
  ...Array.from({ length: 5 }, (_, i) => one(`other ${i}`, name, i < right)),
  one("gold", name, passes),
]

test("four good people who all fail a gold task retire it; with one who passes it stays", () => {
  const people = ["a", "b", "c", "d"].flatMap((name) => person(name, 5, false))
  expect(reviewGold("gold", people)).toMatch(/^4 of 4 people .* = 0\.969$/)
  expect(reviewGold("gold", [...people.slice(6), ...person("a", 5, true)])).toBeNull()
})

test("people who fail other gold tasks as well say nothing about this one", () => {
  const people = Array.from({ length: 12 }, (_, i) => person(`p${i}`, 3, false)).flat()
  expect(reviewGold("gold", people)).toBeNull()
})

test("answers that become righter and quicker say that it leaked; righter alone does not", () => {
  const answers = (late: number) =>
    Array.from({ length: 40 }, (_, i) => one("gold", `p${i}`, i >= 20 || i % 2 === 0, i < 20 ? 10_000 : late))
  expect(reviewGold("gold", answers(4_000))).toMatch(
    /^10 of the first 20 .* 10\.0 s, 20 of the next 20 in 4\.0 s/,
  )
  expect(reviewGold("gold", answers(8_000))).toBeNull()
})
