import fc from "fast-check"
import { expect, test } from "vitest"
import { aggregations } from "@/formats/aggregation/registry"
import type { Vote } from "@/formats/aggregation/aggregate"
import { decidePairs } from "@/formats/export/decide-pairs"
import { exportSettingsSchema } from "@/formats/export/settings"
import type { AnnotationUnit, ComparisonUnit, Preference, TaskUnit } from "@/formats/export/units"

const { majority, unanimous, single, mean_strength: meanStrength } = aggregations
const vote = (preference: Preference, level: number | null = preference === "TIE" ? null : 1): Vote => ({
  preference,
  bothBad: false,
  level,
  maxLevel: 3,
  margin: 0,
  annotator: "",
  submittedAt: "",
  rationale: "",
})
const none = new Map<string, number>()
const A = vote("A")
const B = vote("B")
const TIE = vote("TIE")

test.each<[string, Vote[], object]>([
  ["A A B", [A, A, B], { winner: "A" }],
  ["A B", [A, B], { skip: "no_majority" }],
  ["A A B TIE", [A, A, B, TIE], { skip: "no_majority" }],
  ["A TIE TIE", [A, TIE, TIE], { skip: "tie" }],
  ["B", [B], { winner: "B" }],
])("majority of %s", (_name, votes, outcome) => {
  expect(majority.aggregate(votes, none)).toEqual(outcome)
})

test("the other methods", () => {
  expect(unanimous.aggregate([A, A], none)).toEqual({ winner: "A" })
  expect(unanimous.aggregate([A, TIE], none)).toEqual({ skip: "not_unanimous" })
  expect(single.aggregate([B], none)).toEqual({ winner: "B" })
  expect(single.aggregate([B, B], none)).toEqual({ skip: "not_single" })
  expect(meanStrength.aggregate([A, A, vote("B", 3)], none)).toEqual({ winner: "B" })
  expect(meanStrength.aggregate([A, B], none)).toEqual({ skip: "tie" })
})

const annotation = (...comparisons: ComparisonUnit[]): AnnotationUnit => ({
  leftOut: null,
  notRankable: false,
  comparisons,
})
const comparison = (preference: Preference, level = 1): ComparisonUnit => ({
  criterion: "overall",
  positionA: 0,
  positionB: 1,
  preference,
  bothBad: false,
  level: preference === "TIE" ? null : level,
})
const task = (texts: string[], annotations: AnnotationUnit[], hash = "t"): TaskUnit => ({
  hash,
  kind: texts.length === 2 ? "PAIRWISE" : "RANKING",
  texts,
  annotations,
  rulings: [],
})
const settings = exportSettingsSchema.parse({})
const decide = (tasks: TaskUnit[]) => decidePairs("p", tasks, [], { settings, split: "train", weights: none })

test("two slight votes against one strong one are contested, not decided", () => {
  const votes = [comparison("A", 1), comparison("A", 1), comparison("B", 3)].map((one) => annotation(one))
  expect(decide([task(["x", "y"], votes)])).toEqual({ pairs: [], ties: [], skipped: ["contested"] })
})

test("the same pair in two tasks is one pair with the votes of both", () => {
  const pair = task(["x", "z"], [annotation(comparison("A"))], "pair")
  const ranking = task(["x", "y", "z"], [annotation({ ...comparison("A"), positionB: 2 })], "ranking")
  const { pairs } = decide([pair, ranking])
  expect(pairs).toHaveLength(1)
  expect(pairs[0]).toMatchObject({ votesA: 2, votesB: 0, group: "ranking" })
})

test("whichever text is stored first, the same text wins under the same name", () => {
  const level = fc.integer({ min: 1, max: 3 })
  const votes = fc.array(fc.tuple(fc.constantFrom<Preference>("A", "B", "TIE"), level), {
    minLength: 1,
    maxLength: 9,
  })
  const flip = (preference: Preference): Preference =>
    preference === "A" ? "B" : preference === "B" ? "A" : "TIE"
  fc.assert(
    fc.property(votes, (list) => {
      const straight = decide([
        task(
          ["x", "y"],
          list.map(([p, l]) => annotation(comparison(p, l))),
        ),
      ])
      const turned = decide([
        task(
          ["y", "x"],
          list.map(([p, l]) => annotation(comparison(flip(p), l))),
        ),
      ])
      expect(turned).toEqual(straight)
      expect(straight.pairs.length + straight.skipped.length).toBe(1)
      for (const pair of straight.pairs) {
        const winners = list.filter(([p]) => p === pair.winner).length
        expect(winners * 2).toBeGreaterThan(list.length)
        expect(pair.strength).toBeGreaterThan(0)
      }
    }),
  )
})
