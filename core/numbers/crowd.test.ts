import { describe, expect, it } from "vitest"
import { computeCrowd } from "@/core/numbers/crowd"
import { toInputs } from "@/core/numbers/from-votes"
import { requireDefined } from "@/stats/outcome"
import { createRng } from "@/stats/random"

describe("the crowd", () => {
  it("finds who answers at random and who turns answers round, without any gold", async () => {
    const rng = createRng(11)
    const right = [0.9, 0.9, 0.85, 0.5, 0.1]
    const labels = Array.from({ length: 300 }, (_, item) => {
      const truth = rng() < 0.5 ? 0 : 2
      return right.map((p, annotator) => ({ item, annotator, category: rng() < p ? truth : 2 - truth }))
    }).flat()
    const cells = right.flatMap((p, at) => [
      at,
      0,
      1,
      0,
      0,
      Math.round(200 * p),
      0,
      Math.round(200 * (1 - p)),
    ])
    const crowd = await computeCrowd(
      {
        ...toInputs([]),
        models: [
          { id: "a", name: "A" },
          { id: "b", name: "B" },
        ],
        people: right.map((_, at) => ({ id: `${at}`, name: `${at}` })),
        cells: Int32Array.from(cells),
      },
      { items: 300, labels },
    )
    expect(crowd).toMatchObject({ items: 300, labels: 1500, method: "dawid-skene" })
    const accuracies = crowd.people
      .toSorted((x, y) => (x.id < y.id ? -1 : 1))
      .map((one) => requireDefined(one.accuracy))
    right.forEach((p, at) => expect(Math.abs((accuracies[at] ?? 0) - p)).toBeLessThan(0.08))
    expect(crowd.models[0]?.model).toBe("A")
    const reliability = crowd.people.find((one) => one.id === "4")?.reliability
    expect(reliability?.defined && reliability.value.high < 0.5).toBe(true)
  })

  it("has reasons where there is nothing", async () => {
    const crowd = await computeCrowd(toInputs([]), { items: 0, labels: [] })
    expect(crowd).toMatchObject({ people: [], models: [], settled: { defined: false, reason: "no-overlap" } })
  })
})
