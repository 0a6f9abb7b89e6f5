import { expect, it } from "vitest"
import { isFoldable, looksLikeCode } from "@/core/annotate/turn-look"

it.each([
  ["tool", "22 °C", true],
  ["assistant", '{"name": "weather", "arguments": {"city": "Bern"}}', true],
  ["assistant", '[{"name": "weather", "parameters": {}}]', true],
  ["assistant", '{"tool_calls": []}', true],
  ["assistant", "<tool_call>\nfind_it(*a*)\n</tool_call>", true],
  ["assistant", '{"city": "Bern"}', false],
  ["assistant", "{not JSON", false],
  ["assistant", "Let me see.\n<tool_call>\nx\n</tool_call>", true],
  ["assistant", "Say <tool_call>x</tool_call> to call one", false],
  ["assistant", "[]", false],
  ["user", '{"name": "weather", "arguments": {}}', false],
] as const)("shows %s %s as code: %s", (role, raw, expected) => {
  expect(looksLikeCode(role, raw)).toBe(expected)
})

it("folds what takes more than a line", () => {
  expect(["Hi", "x".repeat(111), "a\nb", "a\n"].map(isFoldable)).toEqual([false, true, true, false])
})
