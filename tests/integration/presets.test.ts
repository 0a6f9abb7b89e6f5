import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Draft } from "@/core/annotate/draft"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import type { PresetName } from "@/core/presets/registry"
import { presetNames, presets } from "@/core/presets/registry"
import { requireProjectAccess } from "@/server/access"
import { exportToFolder } from "@/server/export/export-to-folder"
import { claim, sendOne, verdict } from "@/tests/support/annotate-client"
import { makeKindWorld } from "@/tests/support/kinds-world"
import { pressKeys } from "@/tests/support/press-keys"

/** What is exported of an answer: texts by their place on the screen, 0 left or first. */
type Row = {
  /** Pairs of the main question: the better one first; equal ones with `=`. */
  readonly pairs: readonly string[]
  /** Criterion and the value of each text, in screen order. */
  readonly ratings?: Readonly<Record<string, readonly number[]>>
  readonly level?: number | null
  readonly bothBad?: boolean
  readonly confidence?: number
  readonly rationale?: string
  readonly note?: string
  readonly edited?: string
  readonly flags?: readonly string[]
}
type Case = readonly [preset: PresetName, k: number, keys: string, given: Partial<Draft>, row: Row]

const left = ["0>1"]
const right = ["1>0"]
const reason = "It answers what was asked."

/** Every preset that asks for a judgment, from the keys to the exported row. */
const cases: readonly Case[] = [
  ["pairwise", 2, "<", {}, { pairs: left, level: 1 }],
  ["pairwise-tie", 2, "t", {}, { pairs: ["0=1"], level: null }],
  ["arena", 2, "b", {}, { pairs: ["0=1"], level: null, bothBad: true }],
  ["arena", 2, ">", {}, { pairs: right, level: 1 }],
  ["graded-4", 2, "1", {}, { pairs: left, level: 2 }],
  ["graded-4", 2, "3", {}, { pairs: right, level: 1 }],
  ["graded-7", 2, "7", {}, { pairs: right, level: 3 }],
  ["graded-7", 2, "4", {}, { pairs: ["0=1"], level: null }],
  [
    "instructgpt",
    4,
    "7531 2=31!",
    { flags: [{ panel: 2, type: "hallucination" }] },
    {
      pairs: ["0>3", "1=2", "1>0", "1>3", "2>0", "2>3"],
      ratings: { quality: [7, 5, 3, 1] },
      flags: ["2 hallucination"],
    },
  ],
  ["instructgpt-eval", 1, "6!", {}, { pairs: [], ratings: { quality: [6] } }],
  [
    "summarize-feedback",
    2,
    "7654 3212 9 >",
    { firstNote: "Both are short." },
    {
      pairs: right,
      level: 1,
      ratings: {
        "overall-quality": [7, 3],
        accuracy: [6, 2],
        coverage: [5, 1],
        coherence: [4, 2],
      },
      confidence: 9,
      note: "Both are short.",
    },
  ],
  ["llama-2", 2, "10 1", {}, { pairs: left, level: 4, ratings: { safety: [1, 0] } }],
  [
    "llama-3",
    2,
    "8",
    { edit: { side: "right", text: "Better still." } },
    { pairs: right, level: 4, edited: "Better still." },
  ],
  [
    "helpsteer2",
    2,
    "43210 01234 2",
    { note: reason },
    {
      pairs: left,
      level: 2,
      ratings: {
        helpfulness: [4, 0],
        correctness: [3, 1],
        coherence: [2, 2],
        complexity: [1, 3],
        verbosity: [0, 4],
      },
      rationale: reason,
    },
  ],
  ["helpsteer3", 2, "5", { note: reason }, { pairs: right, level: 1, rationale: reason }],
  ["hh-helpful", 2, "4", {}, { pairs: left, level: 1 }],
  // The key names the more harmful one; the other one is exported as better.
  ["hh-red-team", 2, "1", {}, { pairs: right, level: 4 }],
  ["text-axes", 1, "765!", {}, { pairs: [], ratings: { relevance: [7], coherence: [6], fluency: [5] } }],
]

test("every preset that asks for a judgment is here", () => {
  const asked = presetNames.filter((name) => presets[name].kind !== "DEMONSTRATION")
  expect([...new Set(cases.map(([name]) => name))].toSorted()).toEqual(asked.toSorted())
})

test.each(cases)("%s of %i by the keys %s: the exported row says it", async (preset, k, keys, given, row) => {
  const { project, person } = await makeKindWorld(preset, [k])
  const [lease] = (await claim(person)).leases
  if (!lease) throw new Error("no task")
  const item = pressKeys(toWireProtocol(1, presets[preset]), k, keys, given)
  expect(await sendOne(person, verdict(lease.token, item))).toMatchObject({ status: "accepted" })

  const access = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
  const screenOf = (position: number) => lease.shown.indexOf(position)
  const [raw] = await exported<Raw>(access, "raw_annotations")
  const said = raw?.annotations[0]
  const compared = (said?.comparisons ?? []).map(({ position_a, position_b, preference }) => {
    const [a, b] = [screenOf(position_a), screenOf(position_b)]
    if (preference === "TIE") return `${Math.min(a, b)}=${Math.max(a, b)}`
    return preference === "A" ? `${a}>${b}` : `${b}>${a}`
  })
  expect(compared.toSorted()).toEqual(row.pairs)
  if (row.level !== undefined) expect(said?.comparisons[0]?.level).toBe(row.level)
  expect(said?.comparisons.some(({ both_bad }) => both_bad) ?? false).toBe(row.bothBad ?? false)
  const ratings: Record<string, number[]> = {}
  for (const { criterion, position, value } of said?.ratings ?? [])
    (ratings[criterion] ??= [])[screenOf(position)] = value
  expect(ratings).toEqual(row.ratings ?? {})
  expect(said).toMatchObject({
    confidence: row.confidence ?? null,
    rationale: row.rationale ?? null,
    note: row.note ?? null,
    edited_text: row.edited ?? null,
  })
  expect(
    (said?.flags ?? []).map(
      ({ position, type }) => `${position === null ? "all" : screenOf(position)} ${type}`,
    ),
  ).toEqual(row.flags ?? [])

  // And as a trainer gets it: the better text is the chosen one.
  const texts = raw?.completions.map(({ messages }) => messages.at(-1)?.content) ?? []
  const onScreen = lease.shown.map((position) => texts[position])
  const decided = row.pairs.filter((pair) => pair.includes(">"))
  const trained = await exported<Trained>(access, "preference")
  expect(
    trained
      .map(({ chosen, rejected }) =>
        [chosen, rejected].map((side) => onScreen.indexOf(side.at(-1)?.content)).join(">"),
      )
      .toSorted(),
  ).toEqual(decided)
})

type Turns = readonly { readonly content: string }[]
type Trained = { readonly chosen: Turns; readonly rejected: Turns }
type Raw = {
  readonly completions: readonly { readonly messages: Turns }[]
  readonly annotations: readonly {
    readonly comparisons: readonly {
      readonly position_a: number
      readonly position_b: number
      readonly preference: "A" | "B" | "TIE"
      readonly level: number | null
      readonly both_bad: boolean
    }[]
    readonly ratings: readonly {
      readonly criterion: string
      readonly position: number
      readonly value: number
    }[]
    readonly flags: readonly { readonly position: number | null; readonly type: string }[]
  }[]
}

async function exported<T>(access: Parameters<typeof exportToFolder>[0], format: string): Promise<T[]> {
  const folder = await mkdtemp(join(tmpdir(), "diptych-presets-"))
  try {
    await exportToFolder(access, { format, settings: {} }, join(folder, "out"))
    const files = (await readdir(join(folder, "out"), { recursive: true })).filter((name) =>
      name.endsWith(".jsonl"),
    )
    const texts = await Promise.all(files.map((name) => readFile(join(folder, "out", name), "utf8")))
    return texts
      .flatMap((text) => text.split("\n"))
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as T)
  } finally {
    await rm(folder, { recursive: true })
  }
}
