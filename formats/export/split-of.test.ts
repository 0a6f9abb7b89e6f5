import fc from "fast-check"
import { expect, test } from "vitest"
import { bucketHashOf, splitKeyOf, splitOf } from "@/formats/export/split-of"

test("the bucket is the first four bytes modulo 10,000", () => {
  expect(splitOf(`0000000a${"0".repeat(56)}`, 5)).toBe("test")
  expect(splitOf(`0000000a${"0".repeat(56)}`, 0.1)).toBe("train")
  expect(splitOf(`000001f4${"0".repeat(56)}`, 5)).toBe("train")
})

test("a greater share only ever moves prompts from train to test", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 100 }),
      (key, x, y) => {
        const [low, high] = x < y ? [x, y] : [y, x]
        const hash = bucketHashOf(splitKeyOf(key, null))
        if (splitOf(hash, low) === "test") expect(splitOf(hash, high)).toBe("test")
        expect([splitOf(hash, 0), splitOf(hash, 100)]).toEqual(["train", "test"])
      },
    ),
  )
})

test("about the share that was asked for", () => {
  const n = Array.from({ length: 4000 }, (_, i) => splitOf(bucketHashOf(`prompt-${i}`), 5)).filter(
    (split) => split === "test",
  ).length
  expect(n).toBeGreaterThan(140)
  expect(n).toBeLessThan(260)
})
