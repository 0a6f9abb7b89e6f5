import { describe, expect, it } from "vitest"
import { assessAttempt, partsLeft } from "@/core/screening/assess"
import { instructGptScreening, screeningSchema, type ScreeningSettings } from "@/core/screening/settings"
import { type StoredResult, toScreeningState } from "@/core/screening/state"

const settings: ScreeningSettings = {
  parts: [{ kind: "gold", name: "ranking", title: "Comparing", tasks: 20, threshold: 0.75 }],
  attempts: 2,
  waitHours: 24,
}
const none = new Map<string, number>()
const answers = (right: number, wrong: number, part = "ranking") => [
  ...Array.from({ length: right }, () => ({ part, right: true })),
  ...Array.from({ length: wrong }, () => ({ part, right: false })),
]

describe("an attempt", () => {
  it.each([
    [15, 5, true],
    [14, 6, false],
    [20, 0, true],
    [15, 4, false],
  ])("with %i right and %i wrong passes: %s", (right, wrong, passed) => {
    const outcome = assessAttempt(settings, answers(right, wrong), none)
    expect(outcome.passed).toBe(passed)
    expect(outcome.complete).toBe(right + wrong === 20)
  })

  it("counts only the first answers of its parts", () => {
    const outcome = assessAttempt(
      settings,
      [...answers(10, 10), ...answers(9, 0), ...answers(5, 0, "other")],
      none,
    )
    expect(outcome.parts[0]).toMatchObject({ reached: 10, of: 20, passed: false })
  })

  it("waits for every part, a score among them", () => {
    const all = [...answers(15, 5, "sensitive"), ...answers(18, 2)]
    const waiting = assessAttempt(instructGptScreening, all, none)
    expect(waiting).toMatchObject({ complete: false, passed: false })
    expect(assessAttempt(instructGptScreening, all, new Map([["writing", 6]])).passed).toBe(true)
    expect(assessAttempt(instructGptScreening, all, new Map([["writing", 5.9]]))).toMatchObject({
      complete: true,
      passed: false,
    })
  })

  it("knows what is left to give", () => {
    expect(partsLeft(instructGptScreening, answers(3, 0))).toEqual([
      { part: "sensitive", left: 20 },
      { part: "ranking", left: 17 },
    ])
    expect(partsLeft(settings, answers(20, 5))).toEqual([])
  })
})

describe("where a person stands", () => {
  const noon = new Date("2026-11-21T12:00:00.000Z")
  const failed: StoredResult = { attempt: 1, passed: false, parts: [], reason: "", at: noon }
  const running = assessAttempt(settings, [], none)
  const after = (hours: number) => new Date(noon.getTime() + hours * 3_600_000)

  it("is open at first, and after the wait, until the attempts are used up", () => {
    expect(toScreeningState(settings, [], running, noon)).toMatchObject({ kind: "open", attempt: 1 })
    expect(toScreeningState(settings, [failed], running, after(23))).toMatchObject({
      kind: "waiting",
      until: after(24),
    })
    expect(toScreeningState(settings, [failed], running, after(24))).toMatchObject({
      kind: "open",
      attempt: 2,
    })
    expect(toScreeningState(settings, [failed, failed], running, after(99)).kind).toBe("failed")
  })

  it("is passed for good", () => {
    const passed = { ...failed, passed: true }
    expect(toScreeningState({ ...settings, attempts: 1 }, [failed, passed], running, noon).kind).toBe(
      "passed",
    )
  })

  it("waits for the score where all tasks are answered", () => {
    const done = assessAttempt(
      instructGptScreening,
      [...answers(1, 19, "sensitive"), ...answers(1, 19)],
      none,
    )
    expect(toScreeningState(instructGptScreening, [], done, noon).kind).toBe("grading")
  })
})

describe("the settings", () => {
  it("hold InstructGPT's cut-offs and refuse what cannot work", () => {
    expect(screeningSchema.parse(instructGptScreening)).toEqual(instructGptScreening)
    const part = settings.parts[0]
    expect(screeningSchema.safeParse({ ...settings, parts: [part, part] }).success).toBe(false)
    expect(screeningSchema.safeParse({ ...settings, parts: [] }).success).toBe(false)
    expect(screeningSchema.safeParse({ ...settings, parts: [instructGptScreening.parts[2]] }).success).toBe(
      false,
    )
  })
})
