import { expect, test } from "vitest"
import { toCloseText } from "@/components/rounds/close-text"

test.each([
  [0, 0, "It has no tasks."],
  [3, 3, "All of its tasks are done."],
  [3, 2, "One task is not done; people are still given it."],
  [1200, 100, "1,100 of its 1,200 tasks are not done; people are still given them."],
])("closing a round of %i tasks, %i done, says what becomes of the rest", (tasks, done, said) => {
  expect(toCloseText({ tasks, done })).toBe(`It takes no more imports. ${said} It can be opened again.`)
})
