import { describe, expect, it } from "vitest"
import { auditGroups } from "@/core/numbers/bias-audit"
import type { PersonRow } from "@/core/numbers/report"
import { ownShare } from "@/core/numbers/shares"
import { notDefined } from "@/stats/outcome"

describe("groups of people", () => {
  const person = (id: string, left: number): PersonRow => {
    const none = { ...notDefined("no-data"), n: 0, part: 0 }
    return {
      id,
      name: id,
      answers: 40,
      comparisons: 40,
      agrees: none,
      left: ownShare(left, 40),
      leftP: notDefined("no-data"),
      longer: none,
      longerP: notDefined("no-data"),
      ties: none,
      seconds: notDefined("no-data"),
      flags: 0,
    }
  }
  const persons = Array.from({ length: 14 }, (_, at) => person(`p${at}`, at < 5 ? 20 : 30))
  const of = (choice: (at: number) => number | null) => [
    { text: "Q", choices: ["x", "y"], chosen: new Map(persons.map((one, at) => [one.id, choice(at)])) },
  ]

  it("are shown from five people on, with the share of all of them", () => {
    const [question] = auditGroups(
      persons,
      of((at) => (at < 5 ? 0 : 1)),
    )
    expect(question?.groups).toMatchObject([
      { label: "x", hidden: true },
      { label: "y", hidden: false, people: 9, left: { defined: true, value: { estimate: 0.75 }, n: 360 } },
      { label: "Prefers not to say", hidden: true },
    ])
  })

  it("show nothing of whom nobody asked, and nothing at all of fewer than five", () => {
    const [question] = auditGroups(
      persons.slice(0, 4),
      of(() => 0),
    )
    expect(question?.groups.every((group) => group.hidden)).toBe(true)
  })
})
