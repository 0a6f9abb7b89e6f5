import { execFileSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Message } from "@/core/messages"
import { aggregationNames } from "@/formats/aggregation/registry"
import { makeSample } from "@/formats/export/fixtures/make-sample"
import { sampleBundle } from "@/formats/export/fixtures/sample-bundles"
import type { PairFormat } from "@/formats/export/format"
import { exportFormats } from "@/formats/export/registry"
import { type ExportSettings, kwisePolicies, tiePolicies } from "@/formats/export/settings"
import { settleSettings } from "@/formats/export/settle-settings"
import {
  type Claim,
  claimsOf,
  isSaid,
  pairsOf,
  type Said,
  toBundles,
  type TracedRow,
  votesOn,
  type World,
} from "@/formats/export/fixtures/traced-world"
import type { ComparisonUnit, Preference, PromptBundle, TaskUnit } from "@/formats/export/units"

// For random projects: every row of every format of pairs is one that the annotations say, and nothing
// but what they say changes a byte.

const said = fc.record<Said>({
  preference: fc.constantFrom("A", "A", "B", "TIE"),
  bothBad: fc.boolean(),
  level: fc.integer({ min: 1, max: 3 }),
  fate: fc.constantFrom("counted", "counted", "counted", "surplus"),
})
/** Per prompt: 2 to 4 texts, and per person an answer to each pair of them. */
const worlds: fc.Arbitrary<World> = fc.array(
  fc.integer({ min: 2, max: 4 }).chain((texts) =>
    fc.record({
      texts: fc.constant(texts),
      votes: fc.array(
        fc.array(said, { minLength: pairsOf(texts).length, maxLength: pairsOf(texts).length }),
        {
          minLength: 1,
          maxLength: 4,
        },
      ),
    }),
  ),
  { minLength: 1, maxLength: 5 },
)

const formatsOfPairs = exportFormats.filter((format) => format.needs === "pairs")

describe.each(formatsOfPairs.map((format) => [format.name, format] as const))(
  "%s",
  { timeout: 60_000 },
  (name, format) => {
    const rowsOf = (bundles: readonly PromptBundle[], wish: Record<string, unknown> = {}) =>
      [...makeSample(format, bundles, { minStrength: 0, ...wish }).lines].flatMap(([key, lines]) =>
        lines.map((line) => [key, line] as const),
      )

    test("every row is what the counted annotations say", () => {
      const claims = claimsOf[name]
      fc.assert(
        fc.property(worlds, (world) => {
          for (const [key, line] of rowsOf(toBundles(world))) {
            const row = JSON.parse(line) as TracedRow
            if (!claims) {
              expect(isSaid(name, world, row)).toBe(true)
              continue
            }
            for (const found of claims(row)) {
              if (!found) continue
              const votes = votesOn(world, found.prompt, found.better, found.worse)
              if (found.by !== undefined) {
                expect(votes.for.map(({ person }) => `p_${person}`)).toContain(found.by)
              } else if (name === "preference_soft" && key.endsWith("/train")) {
                expect(votes.for.length + votes.ties.length).toBeGreaterThan(0)
              } else {
                const strength = (list: typeof votes.for) =>
                  list.reduce((sum, { one }) => sum + (one?.level ?? 0), 0)
                expect(votes.for.length).toBeGreaterThan(votes.against.length)
                expect(strength(votes.for)).toBeGreaterThan(strength(votes.against))
                if (format.defaults?.aggregation === undefined)
                  expect(votes.for.length * 2).toBeGreaterThan(votes.n)
              }
            }
          }
        }),
        { numRuns: 40 },
      )
    })

    test("no judged pair vanishes: a row, or one reason", () => {
      if (
        ["kto_unpaired", "kwise_groups", "sft_best", "arena", "preference_soft", "pairwise_judge"].includes(
          name,
        )
      )
        return
      fc.assert(
        fc.property(worlds, (world) => {
          const { lines, skipped } = makeSample(format, toBundles(world), {})
          const rows = [...lines.values()].reduce((sum, own) => sum + own.length, 0)
          const left = Object.values(skipped).reduce((sum, n) => sum + n, 0)
          const pairs = world.reduce(
            (sum, { texts, votes }) =>
              sum + (votes.some(([first]) => first?.fate !== "surplus") ? pairsOf(texts).length : 1),
            0,
          )
          expect(rows + left).toBe(pairs)
        }),
        { numRuns: 25 },
      )
    })

    test("which text is stored first, and in which order answers are read, changes no byte", () => {
      fc.assert(
        fc.property(worlds, (world) => {
          const bundles = toBundles(world)
          expect(rowsOf(bundles.map(turned))).toEqual(rowsOf(bundles))
        }),
        { numRuns: 25 },
      )
    })
  },
)

/** The same judgments with every task's texts in the opposite order, and its answers too. */
function turned(bundle: PromptBundle): PromptBundle {
  return { ...bundle, tasks: bundle.tasks.map(turnedTask) }
}

function turnedTask(task: TaskUnit): TaskUnit {
  const last = task.texts.length - 1
  const flip = (one: ComparisonUnit): ComparisonUnit => ({
    ...one,
    positionA: last - one.positionB,
    positionB: last - one.positionA,
    preference: one.preference === "A" ? "B" : one.preference === "B" ? "A" : "TIE",
  })
  return {
    ...task,
    texts: [...task.texts].reverse(),
    annotations: task.annotations.map((annotation) => ({
      ...annotation,
      comparisons: annotation.comparisons.map(flip).reverse(),
      ...(annotation.detail && {
        detail: { ...annotation.detail, shown: [...annotation.detail.shown].reverse() },
      }),
    })),
  }
}

// Three programs are started, on a machine that may have others to run.
test("every byte is the same in another locale and time zone", { timeout: 120_000 }, () => {
  const run = (LC_ALL: string, TZ: string) =>
    execFileSync(process.execPath, ["--import", "tsx", "formats/export/fixtures/print-hashes.ts"], {
      env: { ...process.env, LC_ALL, LANG: LC_ALL, TZ, LANGUAGE: LC_ALL },
      encoding: "utf8",
    })
  const hashes = run("C", "UTC")
  expect(Object.keys(JSON.parse(hashes) as object)).toHaveLength(exportFormats.length)
  expect(run("tr_TR.UTF-8", "Pacific/Kiritimati")).toBe(hashes)
  expect(run("sv_SE.UTF-8", "America/St_Johns")).toBe(hashes)
})

test("the messages of a prompt come out as they went in", { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", minLength: 1 }).filter((text) => text.trim() !== ""),
      (content) => {
        const messages: Message[] = [{ role: "user", content }]
        const bundle = sampleBundle(
          messages,
          ["x", "y"].map((text) => ({ messages: [{ role: "assistant", content: text }], models: [text] })),
          (v) => [{ by: "p_a", prefers: [v(0, 1, "A", { level: 1 })] }],
        )
        const [format] = exportFormats
        if (!format) throw new Error("a format")
        const [[line = ""] = []] = [...makeSample(format, [bundle]).lines.values()]
        const row = JSON.parse(line) as { chosen: Message[] }
        expect(row.chosen[0]?.content).toBe(content.toWellFormed())
      },
    ),
  )
})

// For random projects and random settings: no row of any format of pairs says what the annotations, or the
// ruling over them, did not say under those settings. The rules stand here a second time, as plainly as
// they can be said.

const settings = fc.record({
  aggregation: fc.constantFrom(...aggregationNames),
  ties: fc.constantFrom(...tiePolicies),
  kwise: fc.constantFrom("all_pairs" as const, ...kwisePolicies),
  contested: fc.constantFrom("drop" as const, "keep" as const),
  rulings: fc.constantFrom("outrank" as const, "ignore" as const, "only" as const),
  minVotes: fc.constantFrom(1, 1, 2),
  minAgreement: fc.constantFrom(0, 0, 60),
  minStrength: fc.constantFrom(0, 0, 2),
})
const ruled: fc.Arbitrary<World> = worlds.chain((world) =>
  fc
    .array(fc.constantFrom<(Preference | undefined)[]>(undefined, undefined, "A", "B", "TIE"), {
      minLength: world.length,
      maxLength: world.length,
    })
    .map((rulings) => world.map((own, index) => ({ ...own, ruling: rulings[index] }))),
)

type Votes = ReturnType<typeof votesOn>

/** The votes alone, under one method: for the first text, for the second, a tie, or nothing. */
function decided({ for: pro, against, ties, n }: Votes, method: ExportSettings["aggregation"]) {
  const strength = strengthOf(pro) - strengthOf(against)
  switch (method) {
    case "majority":
    case "soft":
      return { won: pro.length * 2 > n, tied: ties.length * 2 > n }
    case "unanimous":
      return { won: pro.length === n, tied: ties.length === n }
    case "single":
      return { won: n === 1 && pro.length === 1, tied: n === 1 && ties.length === 1 }
    case "mean_strength":
      return { won: strength > 0, tied: strength === 0 }
    // Whom to believe more is learned; somebody must have said it.
    case "weighted":
      return { won: pro.length > 0, tied: ties.length > 0 }
    case "per_annotator":
      return { won: pro.length > 0, tied: ties.length > 0 }
  }
}

function strengthOf(list: Votes["for"]): number {
  return list.reduce((sum, { one }) => sum + (one?.level ?? 0), 0)
}

/** Whether a row may say that this text is better than that one. */
function mayClaim(world: World, claim: Claim, own: ExportSettings, isTrain: boolean): boolean {
  const votes = votesOn(world, claim.prompt, claim.better, claim.worse)
  const bothWays = own.ties === "both_ways"
  const ruling = own.rulings === "ignore" ? undefined : rulingOn(world, claim)
  if (ruling) return ruling === "A" || (ruling === "TIE" && bothWays)
  if (own.rulings === "only" || votes.n < own.minVotes) return false
  if (own.aggregation === "soft" && isTrain) {
    return votes.ties.length > 0 || votes.for.some(({ one }) => (one?.level ?? 0) >= own.minStrength)
  }
  const { won, tied } = decided(votes, own.aggregation)
  if (tied && bothWays) return true
  if (!won) return false
  if (own.aggregation === "per_annotator") {
    return votes.for.some(
      ({ one, person }) =>
        (one?.level ?? 0) >= own.minStrength && (claim.by === undefined || claim.by === `p_${person}`),
    )
  }
  const mean = (strengthOf(votes.for) - strengthOf(votes.against)) / votes.n
  if (own.contested === "drop" && (votes.for.length <= votes.against.length || mean <= 0)) return false
  return (
    votes.for.length * 100 >= own.minAgreement * votes.n && (own.minStrength === 0 || mean >= own.minStrength)
  )
}

/** The ruling on a pair, as a preference for the better text of the claim. */
function rulingOn(world: World, { prompt, better, worse }: Claim): Preference | undefined {
  const ruling = world[prompt]?.ruling
  if (!ruling || Math.max(better, worse) !== 1) return undefined
  if (ruling === "TIE" || better === 0) return ruling
  return ruling === "A" ? "B" : "A"
}

function rowsOf(format: PairFormat, world: World, wish: Record<string, unknown>) {
  return [...makeSample(format, toBundles(world), wish).lines].flatMap(([key, lines]) =>
    lines.map((line) => ({ isTrain: key.endsWith("/train"), row: JSON.parse(line) as TracedRow })),
  )
}

/** Claims that a format's rows make, each once. */
function claimed(format: PairFormat, world: World, wish: Record<string, unknown>) {
  const found = new Map<string, { claim: Claim; isTrain: boolean }>()
  for (const { row, isTrain } of rowsOf(format, world, wish)) {
    for (const claim of claimsOf[format.name]?.(row) ?? []) {
      if (claim) found.set(JSON.stringify(claim), { claim, isTrain })
    }
  }
  return found
}

const formats = exportFormats.filter((format): format is PairFormat => format.needs === "pairs")
/** Formats of single answers and of whole rankings say nothing about one pair. */
const ofAnswers = ["kto_unpaired", "kwise_groups", "sft_best"]
const ofPairs = formats.filter(({ name }) => !ofAnswers.includes(name))

test("every format that compares is looked at here", () => {
  expect(ofPairs.map(({ name }) => name).toSorted()).toEqual(Object.keys(claimsOf).toSorted())
  expect(formats.map(({ name }) => name)).toEqual(expect.arrayContaining(ofAnswers))
  expect(
    exportFormats
      .filter(({ needs }) => needs !== "pairs")
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(["attribute_regression", "prm_stepwise", "raw_annotations", "sft_demonstrations"].toSorted())
})

describe.each(ofPairs.map((format) => [format.name, format] as const))(
  "%s",
  { timeout: 60_000 },
  (_, format) => {
    test("no row says what was not said, under any settings that the format takes", () => {
      let taken = 0
      fc.assert(
        fc.property(ruled, settings, (world, wish) => {
          const fitting = Object.fromEntries(
            Object.entries(wish).filter(([key, value]) => fits(format, key, value)),
          )
          const settled = settleSettings(format, fitting)
          if (!settled.ok) return
          taken++
          for (const { claim, isTrain } of claimed(format, world, fitting).values()) {
            if (!mayClaim(world, claim, settled.settings, isTrain)) {
              throw new Error(`Nobody said ${JSON.stringify(claim)} under ${JSON.stringify(fitting)}.`)
            }
          }
        }),
        { numRuns: 60 },
      )
      expect(taken).toBeGreaterThan(20)
    })
  },
)

function fits(format: PairFormat, key: string, value: unknown): boolean {
  return settleSettings(format, { [key]: value }).ok
}

const [preference] = ofPairs
if (preference?.name !== "preference") throw new Error("the default format comes first")

describe("pairs of a ranking", () => {
  const policies = kwisePolicies.filter((policy) => policy !== "all_pairs")
  test.each(policies)("%s: a choice among all pairs, and the right one", (kwise) => {
    fc.assert(
      fc.property(worlds, fc.constantFrom("majority", "unanimous", "mean_strength"), (world, aggregation) => {
        const all = [...claimed(preference, world, { aggregation }).values()].map(({ claim }) => claim)
        const kept = [...claimed(preference, world, { aggregation, kwise }).values()].map(
          ({ claim }) => claim,
        )
        for (const one of kept) expect(all).toContainEqual(one)
        for (const prompt of world.keys()) {
          checkChoice(
            kwise,
            all.filter((one) => one.prompt === prompt),
            kept.filter((one) => one.prompt === prompt),
          )
        }
      }),
      { numRuns: 60 },
    )
  })

  test("the weights of a group's pairs make one", () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom(...kwisePolicies), (world, kwise) => {
        const sums = new Map<string, number>()
        for (const { row } of rowsOf(preference, world, { kwise })) {
          const { group_id, pair_weight } = row as TracedRow & { group_id: string; pair_weight: number }
          sums.set(group_id, (sums.get(group_id) ?? 0) + pair_weight)
        }
        for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 9)
      }),
      { numRuns: 60 },
    )
  })
})

function checkChoice(kwise: ExportSettings["kwise"], all: readonly Claim[], kept: readonly Claim[]): void {
  if (kwise === "one_per_prompt") return expect(kept).toHaveLength(Math.min(1, all.length))
  const net = (text: number) =>
    all.filter(({ better }) => better === text).length - all.filter(({ worse }) => worse === text).length
  const nets = [...new Set(all.flatMap(({ better, worse }) => [net(better), net(worse)]))]
  const right = all.filter(({ better, worse }) =>
    kwise === "best_vs_worst"
      ? net(better) === Math.max(...nets) && net(worse) === Math.min(...nets) && nets.length > 1
      : net(better) > net(worse) && !nets.some((other) => other < net(better) && other > net(worse)),
  )
  // One decided pair is a group of its own.
  expect(new Set(kept)).toEqual(new Set(all.length <= 1 ? all : right))
}
