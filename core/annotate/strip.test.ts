import { describe, expect, it } from "vitest"
import { stripAnswers, toAction, toVerdict } from "@/core/annotate/strip"
import type { Scale } from "@/core/protocol"
import { isOffered } from "@/core/verdict"

const scale = (points: Scale["points"], tie = false, bothBad = false): Scale => ({
  points,
  tie,
  bothBad,
  levelNames: [],
  margins: [],
})

describe("stripAnswers", () => {
  it("mirrors the panels on a plain scale", () => {
    expect(stripAnswers(scale(2)).map((a) => a.action)).toEqual(["left", "right"])
    expect(stripAnswers(scale(2, true, true)).map((a) => a.action)).toEqual([
      "left",
      "tie",
      "bothBad",
      "right",
    ])
  })

  it("gives the seven points to the digits 1 to 7", () => {
    expect(stripAnswers(scale(7, true)).map((a) => a.verdict)).toEqual([
      { side: "left", level: 3 },
      { side: "left", level: 2 },
      { side: "left", level: 1 },
      { side: "tie", bothBad: false },
      { side: "right", level: 1 },
      { side: "right", level: 2 },
      { side: "right", level: 3 },
    ])
  })

  it("keeps left answers on the left half of four and eight points", () => {
    for (const points of [4, 8] as const) {
      const sides = stripAnswers(scale(points)).map((a) => a.verdict.side)
      expect(sides).toEqual([...Array(points / 2).fill("left"), ...Array(points / 2).fill("right")])
    }
  })

  it("offers nothing the scale refuses, and every answer has its own action", () => {
    for (const points of [2, 4, 7, 8] as const)
      for (const tie of points === 7 ? [true] : [false, true])
        for (const bad of [false, true]) {
          const one = scale(points, tie, bad)
          const answers = stripAnswers(one)
          expect(answers.every((a) => isOffered(a.verdict, one))).toBe(true)
          expect(new Set(answers.map((a) => a.action)).size).toBe(answers.length)
          for (const answer of answers) {
            expect(toVerdict(answer.action, one)).toEqual(answer.verdict)
            expect(toAction(answer.verdict, one)).toBe(answer.action)
          }
        }
  })

  it("takes T for the middle of a seven-point scale, and refuses what is not offered", () => {
    expect(toVerdict("tie", scale(7, true))).toEqual({ side: "tie", bothBad: false })
    expect(toVerdict("tie", scale(4))).toBeUndefined()
    expect(toVerdict("left", scale(7, true))).toBeUndefined()
    expect(toVerdict("bothBad", scale(2, true))).toBeUndefined()
  })
})
