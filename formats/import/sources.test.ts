import { describe, expect, test } from "vitest"
import type { ImportItem, ItemLabel, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { readItems } from "@/formats/import/shape"
import { detectShape, shapes } from "@/formats/import/shapes"

// One small row of each published layout, in words of our own, and what becomes of it.

type Values = Readonly<Record<string, unknown>>

function readAll(values: readonly Values[], textual = false) {
  const rows = values.map((value, index): RawRow => ({ line: index + 1, value, textual }))
  const columns = [...new Set(values.flatMap((value) => Object.keys(value)))]
  const { shape, mapping, unmapped } = detectShape(rows, columns, { mapping: {} })
  const items = shape.together
    ? shape.together.read(rows, mapping)
    : rows.flatMap((row) => [...readItems(shape, row, mapping)])
  return { shape: shape.name, unmapped, items }
}

/** `0>1` the first is better, `0=1` a tie, `!` both bad, `/2` its level, `:safety` its criterion, `@w` who said it. */
function short({ better, worse, tie, bothBad, level, labeler, criterion }: ItemLabel): string {
  const marks = [bothBad && "!", level && `/${level}`, criterion && `:${criterion}`, labeler && `@${labeler}`]
  return `${better}${tie ? "=" : ">"}${worse}${marks.filter(Boolean).join("")}`
}

function shortItem({ prompt, completions, labels }: ImportItem) {
  return {
    prompt: prompt.messages.map(({ role, content }) => `${role}: ${content}`),
    answers: completions.map(
      ({ model, messages }) => `${model}: ${messages.map(({ content }) => content).join(" | ")}`,
    ),
    labels: labels.map(short),
  }
}

const u = (content: string) => ({ role: "user", content })
const a = (content: string) => ({ role: "assistant", content })
const sky = { prompt: ["user: Sky?"], answers: ["unknown: Blue.", "unknown: Green."] }
const skyModels = { prompt: ["user: Sky?"], answers: ["m-1: Blue.", "m-2: Green."] }
const battle = {
  model_a: "m-1",
  model_b: "m-2",
  conversation_a: [u("Sky?"), a("Blue.")],
  conversation_b: [u("Sky?"), a("Green.")],
}
const node = (message_id: string, role: string, text: string, more: object = {}) => ({
  message_id,
  role,
  text,
  deleted: false,
  review_result: true,
  ...more,
})

const cases: readonly [name: string, rows: readonly Values[], ...want: ReturnType<typeof shortItem>[]][] = [
  ["arena", [{ ...battle, winner: "model_b", judge: "j1" }], { ...skyModels, labels: ["1>0@j1"] }],
  ["arena", [{ ...battle, winner: "tie (bothbad)" }], { ...skyModels, labels: ["0=1!"] }],
  ["arena", [{ ...battle, winner: "both_bad" }], { ...skyModels, labels: ["0=1!"] }],
  [
    "arena",
    [
      {
        ...battle,
        winner: "tie",
        conversation_a: [
          { role: "user", content: [{ type: "text", text: "Sky?", image: null }] },
          a("Blue."),
          u("Sure?"),
          a("Yes."),
        ],
        conversation_b: [u("Sky?"), a("Green."), u("Sure?"), a("No.")],
      },
    ],
    {
      prompt: ["user: Sky?"],
      answers: ["m-1: Blue. | Sure? | Yes.", "m-2: Green. | Sure? | No."],
      labels: ["0=1"],
    },
  ],
  [
    "arena-table",
    [
      {
        id: "7",
        model_a: "m-1",
        model_b: "m-2",
        prompt: '["Sky?"]',
        response_a: '["Blue."]',
        response_b: '["Green."]',
        winner_model_a: "1",
        winner_model_b: "0",
        winner_tie: "0",
      },
    ],
    { ...skyModels, labels: ["0>1"] },
  ],
  [
    "battle-log",
    [
      { type: "chat", states: [{}, {}], models: ["", ""] },
      {
        type: "rightvote",
        models: ["", ""],
        states: [
          {
            model_name: "m-1",
            conv_id: "x",
            offset: 0,
            messages: [
              ["USER", "Sky?"],
              ["BOT", "Blue."],
            ],
          },
          {
            model_name: "m-2",
            conv_id: "y",
            offset: 0,
            messages: [
              ["USER", "Sky?"],
              ["BOT", "Green."],
            ],
          },
        ],
      },
    ],
    { ...skyModels, labels: ["1>0"] },
  ],
  [
    "helpsteer3",
    [
      {
        domain: "general",
        context: [u("Sky?")],
        response1: "Blue.",
        response2: "Green.",
        overall_preference: -2,
        individual_preference: [{ score: -3 }, { score: 0 }, { score: 1 }],
      },
    ],
    { ...sky, labels: ["0>1/3@annotator 1", "0=1@annotator 2", "1>0/1@annotator 3"] },
  ],
  [
    "helpsteer2",
    [{ split: "train", prompt: "Sky?", response_1: "Blue.", response_2: "Green.", preference_strength: 2 }],
    { ...sky, labels: ["1>0/2"] },
  ],
  [
    "helpsteer-ratings",
    [
      {
        prompt: "Sky?",
        response: "Blue.",
        helpfulness: 4,
        correctness: 4,
        coherence: 4,
        complexity: 1,
        verbosity: 1,
      },
      {
        prompt: "Sky?",
        response: "Green.",
        helpfulness: 1,
        correctness: 0,
        coherence: 4,
        complexity: 1,
        verbosity: 1,
      },
    ],
    { ...sky, labels: ["0>1:helpfulness"] },
  ],
  [
    "safe-rlhf",
    [
      {
        prompt: "Sky?",
        response_0: "Blue.",
        response_1: "Green.",
        is_response_0_safe: true,
        is_response_1_safe: true,
        better_response_id: 0,
        safer_response_id: 1,
      },
    ],
    { ...sky, labels: ["0>1:helpfulness", "1>0:safety"] },
  ],
  [
    "ultrafeedback",
    [
      {
        source: "s",
        instruction: "Sky?",
        completions: [
          { model: "m-1", response: "Blue.", annotations: { honesty: { Rating: "5" } }, overall_score: 1 },
          { model: "m-2", response: "Green.", annotations: { honesty: { Rating: "2" } }, overall_score: 10 },
          { model: "m-3", response: "Teal.", annotations: { honesty: { Rating: "N/A" } } },
        ],
      },
    ],
    {
      prompt: ["user: Sky?"],
      answers: ["m-1: Blue.", "m-2: Green.", "m-3: Teal."],
      labels: ["0>1@source ratings"],
    },
  ],
  [
    "nectar",
    [
      {
        prompt: "\n\nHuman: Sky?\n\nAssistant: ",
        answers: [
          { answer: "Blue.", model: "m-1", rank: 2 },
          { answer: "Green.", model: "m-2", rank: 1 },
        ],
        num_responses: 2,
      },
    ],
    { ...skyModels, labels: ["1>0@source ranking"] },
  ],
  [
    "shp",
    [{ post_id: "p", domain: "d", history: "Sky?", human_ref_A: "Blue.", human_ref_B: "Green.", labels: 0 }],
    { prompt: ["user: Sky?"], answers: ["human: Blue.", "human: Green."], labels: ["1>0"] },
  ],
  [
    "webgpt",
    [
      {
        question: { dataset: "d", id: "q", full_text: "Sky?" },
        answer_0: "Blue.",
        answer_1: "Green.",
        score_0: 0.5,
        score_1: -0.5,
      },
    ],
    { ...sky, labels: ["0>1"] },
  ],
  [
    "summaries",
    [
      {
        info: { id: "i", post: "Sky?", subreddit: "colours" },
        summaries: [
          { text: "Blue.", policy: "m-1" },
          { text: "Green.", policy: "m-2" },
        ],
        choice: 1,
        worker: "w",
        split: "valid1",
      },
    ],
    { ...skyModels, labels: ["1>0@w"] },
  ],
  [
    "summary-ratings",
    [{ info: { id: "i", post: "Sky?" }, summary: { text: "Blue.", policy: "m-1", axes: { overall: 6 } } }],
    { prompt: ["user: Sky?"], answers: ["m-1: Blue."], labels: [] },
  ],
  [
    "oasst-trees",
    [
      {
        message_tree_id: "t",
        tree_state: "ready",
        prompt: {
          ...node("1", "prompter", "Sky?"),
          replies: [
            {
              ...node("2", "assistant", "Blue.", { rank: 1 }),
              replies: [
                { ...node("4", "prompter", "Sure?"), replies: [node("5", "assistant", "Yes.")] },
                { ...node("6", "prompter", "Gone?", { deleted: true }), replies: [] },
              ],
            },
            { ...node("3", "assistant", "Green.", { rank: 0 }), replies: [] },
          ],
        },
      },
    ],
    { prompt: ["user: Sky?"], answers: ["human: Blue.", "human: Green."], labels: ["1>0"] },
    { prompt: ["user: Sky?", "assistant: Blue.", "user: Sure?"], answers: ["human: Yes."], labels: [] },
  ],
  [
    "oasst-messages",
    [
      { ...node("1", "prompter", "Sky?"), parent_id: null, message_tree_id: "1", lang: "en" },
      { ...node("2", "assistant", "Blue.", { rank: 0 }), parent_id: "1", message_tree_id: "1" },
      {
        ...node("3", "assistant", "Green.", { rank: 1, synthetic: true, model_name: "m-2" }),
        parent_id: "1",
      },
    ],
    { prompt: ["user: Sky?"], answers: ["human: Blue.", "m-2: Green."], labels: ["0>1"] },
  ],
  [
    "openai-dpo",
    [
      {
        input: { messages: [u("Sky?")], tools: [] },
        preferred_output: [a("Blue.")],
        non_preferred_output: [a("Green.")],
      },
    ],
    { ...sky, labels: ["0>1"] },
  ],
  [
    "vertex",
    [
      {
        system_instruction: { parts: [{ text: "Be brief." }] },
        contents: [{ role: "user", parts: [{ text: "Sky?" }] }],
        completions: [
          { score: 0, completion: { role: "model", parts: [{ text: "Blue." }] } },
          { score: 1, completion: { role: "model", parts: [{ text: "Green." }] } },
        ],
      },
    ],
    { ...sky, prompt: ["system: Be brief.", "user: Sky?"], labels: ["1>0"] },
  ],
  [
    "nemo-rl",
    [
      {
        context: [u("Sky?")],
        completions: [
          { rank: 0, completion: [a("Blue.")] },
          { rank: 1, completion: [a("Green.")] },
        ],
      },
    ],
    { ...sky, labels: ["0>1"] },
  ],
  [
    "ms-swift",
    [{ messages: [u("Sky?"), a("Blue.")], rejected_response: "Green." }],
    { ...sky, labels: ["0>1"] },
  ],
  [
    "alpaca-history",
    [{ instruction: "Sky?", input: "", history: [["Hi", "Hello"]], chosen: "Blue.", rejected: "Green." }],
    { ...sky, prompt: ["user: Hi", "assistant: Hello", "user: Sky?"], labels: ["0>1"] },
  ],
  [
    "reward-bench-2",
    [{ id: "1", prompt: "Sky?", chosen: ["Blue."], rejected: ["Green.", "Red."], subset: "s" }],
    {
      prompt: ["user: Sky?"],
      answers: ["unknown: Blue.", "unknown: Green.", "unknown: Red."],
      labels: ["0>1", "0>2"],
    },
  ],
  [
    "label-studio",
    [
      {
        id: 5,
        data: { prompt: "Sky?", answer1: "Blue.", answer2: "Green." },
        annotations: [
          {
            completed_by: 3,
            result: [{ type: "pairwise", to_name: ["answer1", "answer2"], value: { selected: "right" } }],
          },
          { completed_by: 4, was_cancelled: true, result: [] },
        ],
      },
    ],
    { ...sky, labels: ["1>0@annotator 3"] },
  ],
  [
    "label-studio",
    [
      {
        id: 5,
        data: {
          prompt: "Sky?",
          items: [
            { id: "x", body: "Blue." },
            { id: "y", body: "Green." },
            { id: "z", body: "Red." },
          ],
        },
        annotations: [
          { completed_by: 3, result: [{ type: "ranker", value: { ranker: { _: ["y", "x"] } } }] },
        ],
      },
    ],
    {
      prompt: ["user: Sky?"],
      answers: ["unknown: Blue.", "unknown: Green.", "unknown: Red."],
      labels: ["1>0@annotator 3"],
    },
  ],
  [
    "argilla",
    [
      {
        id: "r",
        fields: { prompt: "Sky?", "response-1": "Blue.", "response-2": "Green." },
        responses: {
          preference: [{ value: "response-2", user_id: "u", status: "submitted" }],
          why: [{ value: "It is.", user_id: "u" }],
        },
      },
    ],
    { ...sky, labels: ["1>0@u"] },
  ],
  [
    "argilla-flat",
    [
      {
        id: "r",
        prompt: "Sky?",
        "response-1": "Blue.",
        "response-2": "Green.",
        "ranking.responses": [
          [
            { value: "response-1", rank: 1 },
            { value: "response-2", rank: 1 },
          ],
        ],
        "ranking.responses.users": ["u"],
        "ranking.responses.status": ["submitted"],
      },
    ],
    { ...sky, labels: ["0=1@u"] },
  ],
  [
    "kto",
    [{ prompt: "Sky?", completion: "Blue.", label: true }],
    { prompt: ["user: Sky?"], answers: ["unknown: Blue."], labels: [] },
  ],
  [
    "kto-messages",
    [{ messages: [u("Sky?"), a("Blue.")], label: false }],
    { prompt: ["user: Sky?"], answers: ["unknown: Blue."], labels: [] },
  ],
]

describe("published layouts", () => {
  test.each(cases)("%s", (name, rows, ...want) => {
    const { shape, items } = readAll(rows)
    expect(shape).toBe(name)
    expect(items.map(shortItem)).toEqual(want)
  })

  test("every one has a golden row here", () => {
    // The raw lines are held by tests/integration/raw-round-trip.test.ts; stepwise is a refusal.
    const elsewhere = ["raw_annotations", "stepwise"]
    const alike = [
      "ms-swift-messages",
      "kto-tags",
      "thumbs",
      "thumbs-response",
      "ratings",
      "ratings-response",
    ]
    const shown = new Set(cases.map(([name]) => name))
    // A layout is known by its columns; the general shapes have none of their own.
    const layouts = shapes.filter(({ also }) => also !== undefined).map(({ name }) => name)
    const missing = layouts.filter((name) => !shown.has(name))
    expect(missing.filter((name) => ![...elsewhere, ...alike].includes(name))).toEqual([])
  })

  test("a table holds the same rows as text, with lists as JSON", () => {
    const values = { ...battle, conversation_a: JSON.stringify(battle.conversation_a), winner: "model_a" }
    const row = { ...values, conversation_b: JSON.stringify(battle.conversation_b) }
    expect(readAll([row], true).items.map(shortItem)).toEqual([{ ...skyModels, labels: ["0>1"] }])
  })

  test("what a source says about single answers stays with them", () => {
    const [item] = readAll([{ prompt: "Sky?", completion: "Blue.", label: "down", model: "m-1" }]).items
    expect(item?.completions[0]).toMatchObject({ model: "m-1", params: { ratings: { label: 0 } } })
    const [rated] = readAll([{ prompt: "Sky?", response: "Blue.", rating: 4 }]).items
    expect(rated?.completions[0]?.params).toEqual({ ratings: { rating: 4 } })
  })

  test("ids, splits, trees and topics come along", () => {
    const [tree] = readAll(cases.find(([name]) => name === "oasst-trees")?.[1] ?? []).items
    expect(tree?.prompt).toMatchObject({ externalId: "1", conversationId: "t" })
    const [summary] = readAll(cases.find(([name]) => name === "summaries")?.[1] ?? []).items
    expect(summary?.prompt).toMatchObject({ externalId: "i", split: "validation", tags: ["colours"] })
  })

  test("a person who says where the texts stand is not overruled", () => {
    const value = { prompt: "Sky?", completion: "Blue.", label: true, other: "Green." }
    const row = { line: 1, value, textual: false }
    const given = { completion: ["completion", "other"] }
    expect(detectShape([row], Object.keys(value), { mapping: given }).shape.name).toBe("wide")
  })
})

const faults: readonly [
  what: string,
  rows: readonly Values[],
  field: string,
  found: RegExp,
  expected: RegExp,
][] = [
  ["an unknown winner", [{ ...battle, winner: "model_c" }], "winner", /model_c/, /model_a/],
  [
    "battles without a common question",
    [{ ...battle, conversation_a: [u("Sea?"), a("x")], winner: "tie" }],
    "prompt",
    /no turn/,
    /one prompt/,
  ],
  [
    "an image in a battle",
    [
      {
        ...battle,
        winner: "tie",
        conversation_b: [{ role: "user", content: [{ type: "image", image: {} }] }],
      },
    ],
    "conversation_b[0].content[0]",
    /image/,
    /images/,
  ],
  [
    "no outcome",
    [
      {
        prompt: "Sky?",
        response_a: "x",
        response_b: "y",
        winner_model_a: 0,
        winner_model_b: 0,
        winner_tie: 0,
      },
    ],
    "winner_model_a",
    /winner_tie = 0/,
    /a 1/,
  ],
  [
    "turns that do not match",
    [
      {
        prompt: ["a", "b"],
        response_a: ["x"],
        response_b: ["y", "z"],
        winner_model_a: 1,
        winner_model_b: 0,
        winner_tie: 0,
      },
    ],
    "response_a",
    /1 answers/,
    /2 turns/,
  ],
  [
    "a score that is no number",
    [{ context: [u("Sky?")], response1: "x", response2: "y", overall_preference: "much" }],
    "overall_preference",
    /much/,
    /number/,
  ],
  [
    "a choice of 2",
    [{ info: { post: "p" }, summaries: [{ text: "x" }, { text: "y" }], choice: 2 }],
    "choice",
    /2/,
    /0 or 1/,
  ],
  [
    "three summaries",
    [{ info: { post: "p" }, summaries: [{ text: "x" }, { text: "y" }, { text: "z" }], choice: 1 }],
    "summaries",
    /3 summaries/,
    /two/,
  ],
  [
    "a safer answer that is none",
    [{ prompt: "p", response_0: "x", response_1: "y", better_response_id: 7 }],
    "better_response_id",
    /7/,
    /0 or 1/,
  ],
  [
    "a label that is none",
    [{ history: "p", human_ref_A: "x", human_ref_B: "y", labels: 3 }],
    "labels",
    /3/,
    /0 or 1/,
  ],
  [
    "a rank that is none",
    [{ prompt: "p", answers: [{ answer: "x", rank: "top" }] }],
    "answers[0].rank",
    /top/,
    /number/,
  ],
  [
    "an answer that is null",
    [{ prompt: "p", answers: [{ answer: null, rank: 1 }] }],
    "answers[0].answer",
    /null/,
    /text/,
  ],
  [
    "a message without its parent",
    [{ ...node("2", "assistant", "x"), parent_id: "1" }],
    "parent_id",
    /1/,
    /beside each other/,
  ],
  ["a role of no tree", [{ ...node("1", "wizard", "x"), parent_id: null }], "role", /wizard/, /prompter/],
  [
    "a conversation that ends in a question",
    [{ messages: [a("x"), u("y")], rejected_response: "z" }],
    "messages",
    /by user/,
    /ends in an answer/,
  ],
  [
    "a thumb that is none",
    [{ prompt: "p", completion: "x", label: "maybe" }],
    "label",
    /maybe/,
    /up or down/,
  ],
  [
    "labels of steps",
    [{ prompt: "p", completions: ["a", "b"], labels: [true, false] }],
    "labels",
    /true/,
    /single steps/,
  ],
  [
    "three scored completions",
    [{ contents: [], completions: [1, 2, 3].map((score) => ({ score, completion: {} })) }],
    "completions",
    /3 completions/,
    /two/,
  ],
  [
    "data without answers",
    [{ data: { prompt: "p" }, annotations: [] }],
    "data",
    /the keys prompt/,
    /two answers/,
  ],
  [
    "a side that is none",
    [
      {
        data: { prompt: "p", answer1: "x", answer2: "y" },
        annotations: [{ result: [{ type: "pairwise", value: { selected: "top" } }] }],
      },
    ],
    "value.selected",
    /top/,
    /left or right/,
  ],
]

test.each(faults)("refused: %s", (_what, rows, field, found, expected) => {
  let bad: RowFault | undefined
  try {
    readAll(rows)
  } catch (error) {
    if (!(error instanceof RowFault)) throw error
    bad = error
  }
  expect(bad?.bad.field).toBe(field)
  expect(bad?.bad.found).toMatch(found)
  expect(bad?.bad.expected).toMatch(expected)
})
