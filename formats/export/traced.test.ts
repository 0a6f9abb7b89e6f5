import { execFileSync } from "node:child_process"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Message } from "@/core/messages"
import { makeSample } from "@/formats/export/fixtures/make-sample"
import { sampleBundle } from "@/formats/export/fixtures/sample-bundles"
import { exportFormats } from "@/formats/export/registry"
import type {
  AnnotationUnit,
  ComparisonUnit,
  Preference,
  PromptBundle,
  TaskUnit,
} from "@/formats/export/units"

// For random projects: every row of every format of pairs is one that the annotations say, and nothing
// but what they say changes a byte.

type Said = { readonly preference: Preference; readonly level: number; readonly fate: "counted" | "surplus" }
type World = readonly { readonly texts: number; readonly votes: readonly (readonly Said[])[] }[]

const said = fc.record<Said>({
  preference: fc.constantFrom("A", "A", "B", "TIE"),
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

function pairsOf(texts: number): [number, number][] {
  return Array.from({ length: texts }, (_, a) => a).flatMap((a) =>
    Array.from({ length: texts - a - 1 }, (_, i): [number, number] => [a, a + 1 + i]),
  )
}

const question = (prompt: number) => `Question ${prompt}?`
const answer = (prompt: number, text: number) => `Answer ${text} to ${prompt}.`

function toBundles(world: World): PromptBundle[] {
  return world.map(({ texts, votes }, prompt) => {
    const bundle = sampleBundle(
      [{ role: "user", content: question(prompt) }],
      Array.from({ length: texts }, (_, text) => ({
        messages: [{ role: "assistant", content: answer(prompt, text) }],
        models: [`m-${text}`],
      })),
      (v) =>
        votes.map((own, person) => ({
          by: `p_${person}`,
          prefers: pairsOf(texts).flatMap(([a, b], index) => {
            const one = own[index]
            if (!one) return []
            return [v(a, b, one.preference, one.preference === "TIE" ? {} : { level: one.level })]
          }),
        })),
    )
    // All answers of a person share the fate of the first.
    const fate = (annotation: AnnotationUnit, person: number): AnnotationUnit =>
      votes[person]?.[0]?.fate === "surplus"
        ? { ...annotation, leftOut: "surplus", reasons: ["surplus"] }
        : annotation
    return {
      ...bundle,
      tasks: bundle.tasks.map((task) => ({ ...task, annotations: task.annotations.map(fate) })),
    }
  })
}

/** What was said about two texts of a prompt, looked up in the world and nowhere else. */
function votesOn(world: World, prompt: number, better: number, worse: number) {
  const { texts, votes } = world[prompt] ?? { texts: 0, votes: [] }
  const index = pairsOf(texts).findIndex(
    ([a, b]) => a === Math.min(better, worse) && b === Math.max(better, worse),
  )
  const counted = votes
    .map((own, person) => ({ one: own[index], person, fate: own[0]?.fate }))
    .filter(({ fate }) => fate !== "surplus")
  const is = (side: Preference) => (better < worse ? side : side === "A" ? "B" : side === "B" ? "A" : "TIE")
  const of = (side: Preference) => counted.filter(({ one }) => one && is(one.preference) === side)
  return { for: of("A"), against: of("B"), ties: of("TIE"), n: counted.length }
}

type Claim = {
  readonly prompt: number
  readonly better: number
  readonly worse: number
  readonly by?: string
}

/** What this test looks at in the rows of any format. */
type TracedRow = {
  readonly chosen: unknown
  readonly rejected: unknown
  readonly rejected_response: unknown
  readonly preferred_output: unknown
  readonly non_preferred_output: unknown
  readonly completions: readonly unknown[]
  readonly messages: readonly { readonly content: string }[]
  readonly conversation_a: unknown
  readonly conversation_b: unknown
  readonly winner: string
  readonly judge: string
  readonly response1: unknown
  readonly response2: unknown
  readonly overall_preference: number
  readonly label: boolean
  readonly answers: readonly { readonly rank: number }[]
  readonly num_responses: number
}

/** Which text a row says is better than which, whatever its shape: by the texts in it. */
const claimsOf: Readonly<Record<string, (row: TracedRow) => readonly (Claim | null)[]>> = {
  ...Object.fromEntries(
    [
      "preference",
      "preference_margin",
      "preference_explicit",
      "preference_soft",
      "plain_text",
      "hh_rlhf",
      "llamafactory_sharegpt",
      "llamafactory_alpaca",
      "axolotl_bt",
      "reward_bench",
    ].map((name) => [name, ({ chosen, rejected }: TracedRow) => [claim(chosen, rejected)]]),
  ),
  nemo_rl: ({ completions }) => [claim(completions[0], completions[1])],
  ms_swift: ({ messages, rejected_response }) => [claim(messages, rejected_response)],
  ms_swift_margin: ({ messages, rejected_response }) => [claim(messages, rejected_response)],
  openai_dpo: ({ preferred_output, non_preferred_output }) => [claim(preferred_output, non_preferred_output)],
  vertex_preference: ({ completions }) => [claim(completions[0], completions[1])],
  pairwise_judge: ({ messages }) => {
    const [asked, said] = messages
    const [, a = "", b = ""] = /\[RESPONSE A\](.*)\[RESPONSE B\](.*)/s.exec(asked?.content ?? "") ?? []
    return [said?.content === "A" ? claim(a, b) : claim(b, a)]
  },
  arena: ({ conversation_a, conversation_b, winner, judge }) => {
    if (winner === "tie") return [null]
    const found =
      winner === "model_a" ? claim(conversation_a, conversation_b) : claim(conversation_b, conversation_a)
    return [{ ...found, by: judge }]
  },
  helpsteer3: ({ response1, response2, overall_preference }) =>
    overall_preference === 0
      ? [null]
      : [overall_preference < 0 ? claim(response1, response2) : claim(response2, response1)],
}

/** By the last text named on each side. */
function claim(better: unknown, worse: unknown): Claim {
  const find = (side: unknown) => [...JSON.stringify(side).matchAll(/Answer (\d+) to (\d+)\./g)].at(-1)
  const [x, y] = [find(better), find(worse)]
  return { prompt: Number(x?.[2]), better: Number(x?.[1]), worse: Number(y?.[1]) }
}

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
              checkOther(name, world, row)
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

/** The formats that say something else than "this one is better than that one". */
function checkOther(name: string, world: World, row: TracedRow): void {
  const texts = [...JSON.stringify(row).matchAll(/Answer (\d+) to (\d+)\./g)]
  const [prompt, text] = [Number(texts[0]?.[2]), Number(texts[0]?.[1])]
  const others = Array.from({ length: world[prompt]?.texts ?? 0 }, (_, i) => i).filter(
    (other) => other !== text,
  )
  const against = (better: number, worse: number) => votesOn(world, prompt, better, worse)
  if (name === "kto_unpaired") {
    const wins = others.map((other) => (row.label ? against(text, other) : against(other, text)))
    expect(wins.some((votes) => votes.for.length > votes.against.length)).toBe(true)
  } else if (name === "sft_best") {
    expect(
      others.some((other) => against(text, other).for.length > against(text, other).against.length),
    ).toBe(true)
  } else if (name === "kwise_groups") {
    const ranks = row.answers.map(({ rank }) => rank)
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
    expect(new Set(texts.map((match) => match[1])).size).toBe(row.num_responses)
  } else throw new Error(`${name} is not traced.`)
}

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
