import fc from "fast-check"
import { expect, test } from "vitest"
import { planClaim } from "@/core/queue/plan-claim"
import { purposeAt } from "@/core/queue/serving-plan"

const list = (what: string, n: number) => Array.from({ length: n }, (_, i) => `${what}${i}`)

test("what was found stands where it was planned; all ordinary tasks are given, nothing after the last", () => {
  const small = fc.nat({ max: 6 })
  fc.assert(
    fc.property(
      fc.string(),
      fc.nat({ max: 100 }),
      fc.integer({ min: 1, max: 25 }),
      small,
      small,
      small,
      (key, served, count, gold, repeats, short) => {
        const rates = { goldRate: 20, repeatRate: 20 }
        const plan = planClaim(key, served, rates, count)
        const found = {
          GOLD: list("gold", Math.min(gold, plan.gold)),
          REPEAT: list("repeat", Math.min(repeats, plan.repeats)),
          LABEL: [] as string[],
        }
        const wanted = count - found.GOLD.length - found.REPEAT.length
        found.LABEL = list("label", Math.max(0, wanted - short))
        const row = plan.arrange(found, false)
        expect(row.filter((one) => one.startsWith("label"))).toEqual(found.LABEL)
        expect(new Set(row).size).toBe(row.length)
        if (found.LABEL.length === wanted && short === 0) {
          const places = row.map((_, n) => purposeAt(key, served + n, rates))
          row.forEach((one, n) => {
            if (!one.startsWith("label")) expect(places[n]).toBe(one.startsWith("gold") ? "GOLD" : "REPEAT")
          })
        }
        if (row.length > 0 && found.LABEL.length < wanted) expect(row.at(-1)).toMatch(/^label/)
      },
    ),
  )
})

test("a project of gold alone gives gold and nothing else", () => {
  const plan = planClaim("key", 0, { goldRate: 100, repeatRate: 0 }, 3)
  expect(plan.gold).toBe(3)
  expect(plan.arrange({ GOLD: ["g"], REPEAT: [], LABEL: [] }, true)).toEqual(["g"])
})
