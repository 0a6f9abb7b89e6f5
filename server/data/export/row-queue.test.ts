import fc from "fast-check"
import { expect, test } from "vitest"
import { RowQueue } from "@/server/data/export/row-queue"

test("rows leave in the order they came, whatever is pushed and taken between them", () => {
  const step = fc.oneof(fc.uint8Array({ maxLength: 40_000 }), fc.constant("take" as const))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new RowQueue()
      const waiting: Buffer[] = []
      for (const one of steps) {
        if (one === "take") expect(queue.shift()).toEqual(waiting.shift())
        else {
          const row = Buffer.from(one)
          queue.push(row)
          waiting.push(Buffer.from(row))
          // The queue keeps its own copy: the driver fills its buffer anew.
          row.fill(0)
        }
        expect(queue.size).toBe(waiting.reduce((sum, row) => sum + row.length + 4, 0))
      }
      for (const row of waiting) expect(queue.shift()).toEqual(row)
      expect(queue.shift()).toBeUndefined()
    }),
  )
})
