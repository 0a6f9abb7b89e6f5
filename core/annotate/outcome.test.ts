import fc from "fast-check"
import { expect, test } from "vitest"
import type { Lease, Outcome, TaskSlots } from "@/core/annotate/outcome"
import { applySkip, applyUndo, applyVerdict } from "@/core/annotate/outcome"

const task: TaskSlots = { status: "ACTIVE", overlap: 2, taken: 1, counted: 0, skips: 0 }
const lease: Lease = { purpose: "LABEL", state: "LEASED", holdsSlot: true }

test("an answer is counted once, a correction not again", () => {
  const first = applyVerdict(task, lease, 3)
  expect(first).toMatchObject({ writes: "ACCEPTED", status: "accepted", task: { taken: 1, counted: 1 } })
  expect(applyVerdict(first.task, first.lease, 3).task).toEqual(first.task)
})

test("an answer without a slot takes a free one, else it is surplus", () => {
  const expired: Lease = { purpose: "LABEL", state: "EXPIRED", holdsSlot: false }
  expect(applyVerdict(task, expired, 3)).toMatchObject({ writes: "ACCEPTED", task: { taken: 2, counted: 1 } })
  const full = { ...task, taken: 2 }
  expect(applyVerdict(full, expired, 3)).toMatchObject({ writes: "SURPLUS", status: "surplus", task: full })
})

test("an undo keeps the slot and takes the count back", () => {
  const first = applyVerdict(task, lease, 3)
  expect(applyUndo(first.task, first.lease, 3)).toMatchObject({ writes: "WITHDRAWN", task, lease })
})

test("the skip at the limit sends the task to review, its undo brings it back", () => {
  const skipped = applySkip({ ...task, skips: 2 }, lease, 3)
  expect(skipped.task).toMatchObject({ status: "REVIEW", taken: 0, skips: 3 })
  expect(applyUndo(skipped.task, skipped.lease, 3)).toMatchObject({
    task: { ...task, skips: 2 },
    lease,
    writes: null,
  })
})

test("gold and repeats never touch a slot", () => {
  const gold: Lease = { purpose: "GOLD", state: "LEASED", holdsSlot: false }
  expect(applyVerdict(task, gold, 3)).toMatchObject({ task, writes: "ACCEPTED", status: "accepted" })
  expect(applySkip(task, gold, 3).task).toEqual(task)
})

const whats = ["verdict", "undo", "skip", "expire", "claim"] as const

function move(task: TaskSlots, lease: Lease, what: (typeof whats)[number]): Pick<Outcome, "task" | "lease"> {
  if (what === "verdict") return applyVerdict(task, lease, 3)
  if (what === "undo") return applyUndo(task, lease, 3)
  if (what === "skip") return applySkip(task, lease, 3)
  if (what === "expire") {
    if (lease.state !== "LEASED") return { task, lease }
    const taken = task.taken - (lease.holdsSlot ? 1 : 0)
    return { task: { ...task, taken }, lease: { ...lease, state: "EXPIRED", holdsSlot: false } }
  }
  const free = task.status === "ACTIVE" && task.taken < task.overlap
  if (!free || (lease.state !== "RELEASED" && lease.state !== "EXPIRED")) return { task, lease }
  const taken = task.taken + 1
  return { task: { ...task, taken }, lease: { ...lease, state: "LEASED", holdsSlot: true } }
}

test("after any sequence by any number of people, slots are what the leases hold and never too many", () => {
  const step = fc.tuple(fc.nat(4), fc.constantFrom(...whats))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 80 }), (overlap, moves) => {
      let slots: TaskSlots = { status: "ACTIVE", overlap, taken: 0, counted: 0, skips: 0 }
      const people: Lease[] = Array.from({ length: 5 }, () => ({
        purpose: "LABEL",
        state: "RELEASED",
        holdsSlot: false,
      }))
      for (const [who, what] of moves) {
        const mine = people[who]
        if (!mine) continue
        const moved = move(slots, mine, what)
        slots = moved.task
        people[who] = moved.lease
        expect(slots.taken).toBe(people.filter((one) => one.holdsSlot).length)
        expect(slots.counted).toBe(people.filter((one) => one.holdsSlot && one.state === "SUBMITTED").length)
        expect(slots.taken).toBeLessThanOrEqual(overlap)
        expect(slots.skips).toBe(people.filter((one) => one.state === "SKIPPED").length)
      }
    }),
    { numRuns: 500 },
  )
})
