import { expect, it } from "vitest"
import { mustConfirm } from "@/core/guidelines/must-confirm"

const asks = (...asked: readonly boolean[]) =>
  asked.map((confirmRequired, index) => ({ version: index + 1, confirmRequired }))

it("asks once for the newest version that wants it, and not again for a later one that does not", () => {
  expect(mustConfirm([], null)).toBe(false)
  expect(mustConfirm(asks(false, false), null)).toBe(false)
  expect(mustConfirm(asks(true), null)).toBe(true)
  expect(mustConfirm(asks(false, true, false), 1)).toBe(true)
  expect(mustConfirm(asks(false, true, false), 2)).toBe(false)
  expect(mustConfirm(asks(false, true, false), 3)).toBe(false)
  expect(mustConfirm(asks(true, true), 1)).toBe(true)
})
