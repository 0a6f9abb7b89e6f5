import { describe, expect, test } from "vitest"
import type { Row } from "@/formats/columns"
import { makeSample } from "@/formats/export/fixtures/make-sample"
import { sampleBundle } from "@/formats/export/fixtures/sample-bundles"
import { exportFormats, findExportFormat } from "@/formats/export/registry"
import { settleSettings } from "@/formats/export/settle-settings"
import type { Preference, PromptBundle, RulingUnit } from "@/formats/export/units"

// From annotations to rows (formats guide section 9), setting by setting.

type Vote = readonly [by: string, preference: Preference, level?: number, cohort?: string]

function judged(
  votes: readonly Vote[],
  more: Parameters<typeof sampleBundle>[3] = {},
  question = "Q?",
): PromptBundle {
  return sampleBundle(
    [{ role: "user", content: question }],
    [
      { messages: [{ role: "assistant", content: "first" }], models: ["m-1"] },
      { messages: [{ role: "assistant", content: "second" }], models: ["m-2"] },
    ],
    (v) =>
      votes.map(([by, preference, level = 1, cohort = "main"]) => ({
        by,
        cohort,
        prefers: [v(0, 1, preference, preference === "TIE" ? {} : { level })],
      })),
    more,
  )
}

function run(bundles: readonly PromptBundle[], wish: Record<string, unknown> = {}, name = "preference") {
  const format = findExportFormat(name)
  if (!format) throw new Error(name)
  const { lines, skipped, papers } = makeSample(format, bundles, { testShare: 0, ...wish })
  const rows = [...lines].flatMap(([key, own]) => own.map((line) => ({ key, row: JSON.parse(line) as Row })))
  return { rows, skipped, papers }
}

/** The better answers, in order. */
function better(bundles: readonly PromptBundle[], wish: Record<string, unknown> = {}, name = "preference") {
  return run(bundles, wish, name).rows.map(({ row }) => {
    const { chosen } = row
    return Array.isArray(chosen) ? (chosen as { content: string }[]).at(-1)?.content : chosen
  })
}

function ruling(preference: Preference | null, at = "2026-09-01T00:00:00.000Z"): RulingUnit {
  return {
    criterion: "overall",
    positionA: 0,
    positionB: 1,
    preference,
    bothBad: false,
    level: 2,
    reason: "seen",
    by: "p_rev",
    at,
  }
}

describe("methods", () => {
  const split = [
    judged([
      ["p_a", "A"],
      ["p_b", "B"],
      ["p_c", "A"],
    ]),
  ]

  test.each([
    ["majority", ["first"]],
    ["unanimous", []],
    ["single", []],
    ["mean_strength", ["first"]],
    ["weighted", ["first"]],
    ["per_annotator", ["first", "second", "first"]],
    ["soft", ["first", "first", "second", "second", "first", "first"]],
  ])("%s", (aggregation, expected) => {
    expect(better(split, { aggregation })).toEqual(expected)
  })

  test("one strong vote against two slight ones is contested, whatever the method, unless it may stay", () => {
    const contested = [
      judged([
        ["p_a", "A"],
        ["p_b", "A"],
        ["p_c", "B", 3],
      ]),
    ]
    for (const aggregation of ["majority", "mean_strength"]) {
      expect(run(contested, { aggregation })).toMatchObject({ rows: [], skipped: { contested: 1 } })
    }
    expect(better(contested, { contested: "keep" })).toEqual(["first"])
    expect(better(contested, { contested: "keep", aggregation: "mean_strength" })).toEqual(["second"])
  })

  test("votes of people who disagree with everybody weigh little", () => {
    const people = ["p_a", "p_b", "p_c"]
    const known = Array.from({ length: 20 }, (_, i) =>
      judged(
        [...people.map((by): Vote => [by, "A"]), ["p_x", i % 2 ? "A" : "B"], ["p_y", i % 2 ? "B" : "A"]],
        {},
        `known ${i}`,
      ),
    )
    const close = judged(
      [
        ["p_a", "A"],
        ["p_x", "B"],
        ["p_y", "B"],
      ],
      {},
      "close",
    )
    const row = run([...known, close], { aggregation: "weighted", contested: "keep" }).rows.find(
      ({ row: { prompt_hash } }) => prompt_hash === close.prompt.hash,
    )
    expect(JSON.stringify(row?.row.chosen)).toContain("first")
    expect(better([close], { aggregation: "majority" })).toEqual(["second"])
  })

  test("soft labels: the sum of the Bradley-Terry losses of the rows is the cross-entropy with the share", () => {
    const votes = [
      judged([
        ["p_a", "A"],
        ["p_b", "A"],
        ["p_c", "B"],
        ["p_d", "TIE"],
      ]),
    ]
    const list = better(votes, {}, "preference_soft")
    const [r1, r2] = [0.7, -0.2]
    const loss = (better: number, worse: number) => Math.log(1 + Math.exp(worse - better))
    const sum = list.reduce<number>(
      (total, text) => total + (text === "first" ? loss(r1, r2) : loss(r2, r1)),
      0,
    )
    const p = 2.5 / 4
    expect(sum / list.length).toBeCloseTo(p * loss(r1, r2) + (1 - p) * loss(r2, r1), 12)
  })

  test("soft labels are for train: test has one hard label", () => {
    const bundle = judged([
      ["p_a", "A"],
      ["p_b", "A"],
      ["p_c", "B"],
    ])
    expect(better([{ ...bundle, split: "test" }], {}, "preference_soft")).toEqual(["first"])
  })

  test("one person who said both things about the same pair gives no row", () => {
    const twice = judged([
      ["p_a", "A"],
      ["p_a", "B"],
      ["p_b", "B"],
    ])
    expect(run([twice], { aggregation: "per_annotator" })).toMatchObject({
      skipped: { self_contradiction: 1 },
    })
    expect(better([twice], { aggregation: "per_annotator" })).toEqual(["second"])
  })
})

describe("thresholds", () => {
  test("votes, agreement, strength", () => {
    const two = [
      judged([
        ["p_a", "A"],
        ["p_b", "A"],
        ["p_c", "TIE"],
      ]),
    ]
    expect(run(two, { minVotes: 4 }).skipped).toEqual({ too_few_votes: 1 })
    expect(run(two, { minAgreement: 70 }).skipped).toEqual({ low_agreement: 1 })
    expect(run(two, { minAgreement: 66 }).rows).toHaveLength(1)
    expect(run(two, { minStrength: 0.7 }).skipped).toEqual({ weak: 1 })
  })
})

describe("ties", () => {
  const tie = [
    judged([
      ["p_a", "TIE"],
      ["p_b", "TIE"],
    ]),
  ]

  test("no row, or one each way", () => {
    expect(run(tie)).toMatchObject({ rows: [], skipped: { tie: 1 } })
    expect(better(tie, { ties: "both_ways" })).toHaveLength(2)
    expect(new Set(better(tie, { ties: "both_ways" }))).toEqual(new Set(["first", "second"]))
  })

  test("kept where the format can say it, refused elsewhere", () => {
    expect(run(tie, {}, "arena").rows.map(({ row }) => row.winner)).toEqual(["tie", "tie"])
    expect(run(tie, {}, "helpsteer3").rows.map(({ row }) => row.overall_preference)).toEqual([0])
    for (const name of ["preference", "nemo_rl", "openai_dpo", "sft_best"]) {
      expect(() => run(tie, { ties: "keep" }, name)).toThrow("tie")
    }
  })

  test("both bad makes both false for KTO, never a pair", () => {
    const bad = judged([])
    const [task] = bad.tasks
    if (!task) throw new Error("a task")
    const both = sampleBundle(
      [{ role: "user", content: "Q?" }],
      [
        { messages: [{ role: "assistant", content: "x" }], models: ["m"] },
        { messages: [{ role: "assistant", content: "y" }], models: ["n"] },
      ],
      (v) => [{ by: "p_a", prefers: [v(0, 1, "TIE", { bothBad: true })] }],
    )
    expect(run([both], {}, "kto_unpaired").rows.map(({ row }) => row.label)).toEqual([false, false])
    expect(run([both]).rows).toEqual([])
    expect(run(tie, {}, "kto_unpaired")).toMatchObject({ rows: [], skipped: { tie: 1 } })
  })
})

describe("rulings", () => {
  const votes: Vote[] = [
    ["p_a", "A"],
    ["p_b", "A"],
  ]
  const plain = judged(votes)
  const texts = plain.tasks[0]?.texts ?? []
  const second = [...plain.texts.values()].find((text) => text.messages[0]?.content === "second")
  const forSecond: Preference = texts[0] === second?.hash ? "A" : "B"
  const ruled = (more: readonly RulingUnit[]) => [judged(votes, { rulings: more })]

  test("outrank votes, may be passed over, may be asked for alone, and may be taken back", () => {
    expect(better(ruled([ruling(forSecond)]))).toEqual(["second"])
    expect(better(ruled([ruling(forSecond)]), { rulings: "ignore" })).toEqual(["first"])
    expect(better([...ruled([ruling(forSecond)]), judged(votes, {}, "other")], { rulings: "only" })).toEqual([
      "second",
    ])
    expect(run([plain], { rulings: "only" }).skipped).toEqual({ no_ruling: 1 })
    expect(better(ruled([ruling(forSecond), ruling(null, "2026-09-02T00:00:00.000Z")]))).toEqual(["first"])
  })

  test("a ruling of a time that is not asked for is not looked at", () => {
    expect(better(ruled([ruling(forSecond)]), { until: "2026-08-31" })).toEqual(["first"])
  })
})

describe("filters", () => {
  const bundle = judged(
    [
      ["p_a", "A"],
      ["p_b", "B", 1, "expert"],
    ],
    { language: "de", tags: ["t"], useCase: "chat" },
  )

  test.each<[string, Record<string, unknown>, (string | undefined)[]]>([
    ["cohorts", { cohorts: "expert" }, ["second"]],
    ["annotators", { annotators: ["p_a"] }, ["first"]],
    ["without annotators", { withoutAnnotators: "p_a" }, ["second"]],
    ["guidelines", { guidelines: "4" }, []],
    ["protocols", { protocols: "2", annotators: "p_a" }, ["first"]],
    ["rounds", { rounds: "2" }, []],
    ["tags", { tags: "u", annotators: "p_a" }, []],
    ["languages", { languages: "de,en", annotators: "p_a" }, ["first"]],
    ["use cases", { useCases: "code", annotators: "p_a" }, []],
    ["models", { models: "m-1", annotators: "p_a" }, []],
    ["not these models", { withoutModels: "m-3", annotators: "p_a" }, ["first"]],
    ["criteria", { criteria: "accuracy", annotators: "p_a" }, []],
    ["active time", { minActiveMs: 20_001 }, []],
    ["from", { from: "2026-08-02" }, []],
    ["until", { until: "2026-08-01T10:00:00.000Z" }, []],
    ["from and until", { from: "2026-08-01", until: "2026-08-02", annotators: "p_a" }, ["first"]],
  ])("%s", (_name, wish, expected) => {
    expect(better([bundle], wish)).toEqual(expected)
  })

  test("find a sample in its day, however many were made before it", () => {
    const bundles = Array.from({ length: 900 }, (_, at) => judged([["p_a", "A"]], {}, `Question ${at}`))
    const wish = { from: "2026-08-01", until: "2026-08-02" }
    expect(better(bundles, wish)).toHaveLength(bundles.length)
  })

  test("what a filter leaves out is counted under its reason", () => {
    const card = run([bundle], { cohorts: "expert" }).papers[0]?.text ?? ""
    expect(card).toContain("| It comes from another cohort. | `other_cohort` | 1 |")
    expect(card).toContain("- cohorts: expert")
  })

  test("gold, repeats, surplus and excluded answers stay out, and count when they are asked for", () => {
    for (const reason of ["gold", "repeat", "surplus", "excluded"] as const) {
      const [task] = bundle.tasks
      const first = task?.annotations[0]
      if (!task || !first) throw new Error("an annotation")
      const out = {
        ...bundle,
        tasks: [{ ...task, annotations: [{ ...first, leftOut: reason, reasons: [reason] }] }],
      }
      expect(better([out])).toEqual([])
      expect(better([out], { include: reason })).toEqual(["first"])
      const twice = {
        ...out,
        tasks: [
          { ...task, annotations: [{ ...first, leftOut: reason, reasons: [reason, "superseded" as const] }] },
        ],
      }
      expect(better([twice], { include: reason })).toEqual([])
    }
  })
})

describe("splits", () => {
  test("one group left out: its prompts are test, with its answers only; the others are train", () => {
    const bundles = [
      judged(
        [
          ["p_a", "A"],
          ["p_b", "B", 1, "held-out"],
        ],
        {},
        "both",
      ),
      judged([["p_a", "A"]], {}, "train only"),
    ]
    const { rows } = run(bundles, { splitBy: "cohort", testCohort: "held-out" })
    expect(rows.map(({ key, row }) => [key, (row.chosen as { content: string }[]).at(-1)?.content])).toEqual([
      ["preference/test", "second"],
      ["preference/train", "first"],
    ])
  })
})

describe("settings", () => {
  test.each<[string, string, Record<string, unknown>, string]>([
    ["preference", "aggregation", { aggregation: "votes" }, "Invalid"],
    ["preference_margin", "aggregation", { aggregation: "soft" }, "one row per pair"],
    ["preference_soft", "aggregation", { aggregation: "majority" }, "is made with soft"],
    ["llamafactory_sharegpt", "container", { container: "jsonl.gz" }, "jsonl or parquet"],
    ["preference", "ties", { ties: "keep" }, "no place for a tie"],
    ["preference_margin", "ties", { ties: "both_ways" }, "cannot become two"],
    ["preference", "kwise", { kwise: "adjacent", aggregation: "soft" }, "one answer per pair"],
    ["kwise_groups", "kwise", { kwise: "adjacent" }, "all pairs of a ranking itself"],
    ["preference", "testCohort", { splitBy: "cohort" }, "name the cohort"],
    ["preference", "validationShare", { testShare: 60, validationShare: 60 }, "more than 100"],
    ["preference", "until", { from: "2026-08-02", until: "2026-08-01" }, "before the beginning"],
    ["preference", "from", { from: "yesterday" }, "expected a day"],
    ["preference", "rounds", { rounds: "one" }, "whole numbers"],
    ["preference", "bogus", { bogus: 1 }, "no such setting"],
    ["preference", "license", { license: "My License" }, "identifier"],
  ])("%s refuses %s %j", (name, setting, wish, problem) => {
    const format = findExportFormat(name)
    if (!format) throw new Error(name)
    const settled = settleSettings(format, wish)
    expect(settled).toMatchObject({ ok: false, setting })
    expect(!settled.ok && settled.problem).toContain(problem)
  })

  test("every format can be made as it starts, and says so in its manifest", () => {
    for (const format of exportFormats) {
      const settled = settleSettings(format, {})
      expect(settled.ok && settleSettings(format, settled.settings)).toEqual(settled)
    }
  })
})
