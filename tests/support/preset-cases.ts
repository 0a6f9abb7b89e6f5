import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Draft } from "@/core/annotate/draft"
import type { PresetName } from "@/core/presets/registry"
import { requireProjectAccess } from "@/server/access"
import { exportToFolder } from "@/server/export/export-to-folder"

/** What is exported of an answer: texts by their place on the screen, 0 left or first. */
export type Row = {
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
export type Case = readonly [preset: PresetName, k: number, keys: string, given: Partial<Draft>, row: Row]

const left = ["0>1"]
const right = ["1>0"]
const reason = "It answers what was asked."

/** Every preset that asks for a judgment, from the keys to the exported row. */
export const presetCases: readonly Case[] = [
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

type Turns = readonly { readonly content: string }[]
/** As much of a row of `preference` as says which text is better. */
export type Trained = { readonly chosen: Turns; readonly rejected: Turns }
/** As much of a row of `raw_annotations` as says what was answered. */
export type Raw = {
  readonly completions: readonly { readonly messages: Turns }[]
  readonly annotations: readonly {
    readonly comparisons: readonly {
      readonly criterion: string
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
    readonly confidence: number | null
    readonly rationale: string | null
    readonly note: string | null
    readonly edited_text: string | null
  }[]
}

/** What a row says, with its texts by their places on the screen. */
export function saidBy(raw: Raw, screenOf: (position: number) => number): Required<Row> {
  const said = raw.annotations[0]
  if (!said) throw new Error("A row without an answer.")
  const ratings: Record<string, number[]> = {}
  for (const { criterion, position, value } of said.ratings)
    (ratings[criterion] ??= [])[screenOf(position)] = value
  return {
    pairs: said.comparisons
      .map(({ position_a, position_b, preference }) => {
        const [a, b] = [screenOf(position_a), screenOf(position_b)]
        if (preference === "TIE") return `${Math.min(a, b)}=${Math.max(a, b)}`
        return preference === "A" ? `${a}>${b}` : `${b}>${a}`
      })
      .toSorted(),
    ratings,
    level: said.comparisons[0]?.level ?? null,
    bothBad: said.comparisons.some(({ both_bad }) => both_bad),
    confidence: said.confidence ?? 0,
    rationale: said.rationale ?? "",
    note: said.note ?? "",
    edited: said.edited_text ?? "",
    flags: said.flags.map(
      ({ position, type }) => `${position === null ? "all" : screenOf(position)} ${type}`,
    ),
  }
}

/** What a case means, with all it does not say left empty; a level only where it names one. */
export function meantBy(row: Row): Partial<Row> {
  const empty = {
    ratings: {},
    bothBad: false,
    confidence: 0,
    rationale: "",
    note: "",
    edited: "",
    flags: [],
  }
  return { ...empty, ...row }
}

/** The pairs that a trainer gets, by the places of their texts on the screen: the better one first. */
export function trainedPairs(rows: readonly Trained[], texts: readonly string[]): string[] {
  return rows
    .map(({ chosen, rejected }) =>
      [chosen, rejected].map((side) => texts.indexOf(side.at(-1)?.content ?? "")),
    )
    .filter(([better, worse]) => better !== -1 || worse !== -1)
    .map((pair) => pair.join(">"))
    .toSorted()
}

export async function exportedRows<T>(slug: string, format: string): Promise<T[]> {
  const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
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
