import { expect, it } from "vitest"
import { plural, toDuration, toPercent } from "@/components/projects/figures"

it("says 100 % only when all is done and 0 % only when nothing is", () => {
  expect(toPercent(999, 1000)).toBe("99 %")
  expect(toPercent(1000, 1000)).toBe("100 %")
  expect(toPercent(1, 1000)).toBe("1 %")
  expect(toPercent(0, 1000)).toBe("0 %")
  expect(toPercent(0, 0)).toBe("–")
})

it("says times and counts as people do", () => {
  expect([toDuration(4.25), toDuration(42.4), toDuration(185)]).toEqual(["4.3 s", "42 s", "3 min 05 s"])
  expect([plural(1, "task"), plural(2000, "task"), plural(0, "person", "people")]).toEqual([
    "1 task",
    "2,000 tasks",
    "0 people",
  ])
})
