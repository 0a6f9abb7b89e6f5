import fc from "fast-check"
import { expect, it } from "vitest"
import type { Messages } from "@/core/messages"
import { beginningsOf, toTurnSets, turnBeginnings } from "@/core/pairing/turns"

const turn = (role: Messages[number]["role"], content: string) => ({ role, content })

it("cuts a conversation after each answer, tools included", () => {
  const [a1, u2, call, given, a2] = [
    turn("assistant", "a1"),
    turn("user", "u2"),
    turn("assistant", "call"),
    turn("tool", "given"),
    turn("assistant", "a2"),
  ] as const
  expect(turnBeginnings([a1])).toEqual([[a1]])
  expect(turnBeginnings([a1, u2, call, given, a2])).toEqual([[a1], [a1, u2, call, given, a2]])
})

it("ends with the conversation itself, each beginning longer than the one before", () => {
  const messages = fc.array(fc.constantFrom("user", "assistant", "tool", "system"), { minLength: 1 })
  fc.assert(
    fc.property(messages, (roles) => {
      const whole = roles.map((role, index) => turn(role, String(index)))
      const cut = turnBeginnings(whole)
      expect(cut.at(-1)).toEqual(whole)
      cut.forEach((part, index) => {
        expect(part).toEqual(whole.slice(0, part.length))
        expect(part.length).toBeGreaterThan(cut[index - 1]?.length ?? 0)
      })
    }),
  )
})

it("makes a set per turn out of a set of conversations", () => {
  const turnsOf = new Map([
    ["x2", ["x1", "x2"]],
    ["y2", ["y1", "y2"]],
    ["z1", ["z1"]],
  ])
  expect(toTurnSets(["x2", "y2", "z1"], turnsOf)).toEqual([
    ["x1", "y1", "z1"],
    ["x2", "y2"],
  ])
  expect([...beginningsOf(turnsOf)]).toEqual(["x1", "y1"])
  // The same first answer: nothing to compare before the second.
  const alike = new Map([
    ["x2", ["same", "x2"]],
    ["y2", ["same", "y2"]],
  ])
  expect(toTurnSets(["x2", "y2"], alike)).toEqual([["x2", "y2"]])
  expect(toTurnSets(["x2"], turnsOf)).toEqual([["x1"], ["x2"]])
})
