import { describe, expect, test } from "vitest"
import type { Mapping } from "@/formats/import/mapping"
import { parseMapping } from "@/formats/import/mapping"
import { readItems } from "@/formats/import/shape"
import { detectShape, shapeChoices } from "@/formats/import/shapes"

function read(value: Record<string, unknown>, given: Mapping = {}, textual = false, shape?: string) {
  const row = { line: 1, value, textual }
  const understood = detectShape([row], Object.keys(value), { mapping: given, shape })
  const [item] = readItems(understood.shape, row, understood.mapping)
  if (!item) throw new Error("No item.")
  return { ...understood, item }
}
const user = (content: string) => ({ role: "user" as const, content })
const assistant = (content: string) => ({ role: "assistant" as const, content })
const answers = (found: ReturnType<typeof read>) =>
  found.item.completions.map((one) => [one.model, one.messages.map((message) => message.content).join("|")])

describe("wide", () => {
  test("a list of {model, completion}, with everything around it", () => {
    const found = read({
      id: 7,
      prompt: [user("Hi"), assistant("Hello"), user("Go on")],
      tag: "chat",
      language: "en",
      system: "Be brief.",
      split: "dev",
      reference: ["A", "B"],
      completions: [
        { model: "m1", completion: "One" },
        { model: "m2", completion: "" },
      ],
    })
    expect(found.shape.name).toBe("wide")
    expect(found.unmapped).toEqual([])
    expect(found.item.prompt).toEqual({
      messages: [{ role: "system", content: "Be brief." }, user("Hi"), assistant("Hello"), user("Go on")],
      externalId: "7",
      split: "validation",
      language: "en",
      tags: ["chat"],
      references: ["A", "B"],
      conversationId: null,
      sourceUser: null,
      useCase: null,
    })
    expect(answers(found)).toEqual([
      ["m1", "One"],
      ["m2", ""],
    ])
  })

  test.each([
    [
      { prompt: "p", responses: ["a", "b"] },
      [
        ["unknown", "a"],
        ["unknown", "b"],
      ],
    ],
    [{ prompt: "p", outputs: [{ text: "a", generator: "g" }] }, [["g", "a"]]],
    [
      { prompt: "p", models: ["x", "y"], completions: ["a", "b"] },
      [
        ["x", "a"],
        ["y", "b"],
      ],
    ],
    [
      { prompt: "p", completions: { x: "a", y: "b" } },
      [
        ["x", "a"],
        ["y", "b"],
      ],
    ],
    [
      { prompt: "p", completions: [[assistant("a"), user("b"), assistant("c")], "d"] },
      [
        ["unknown", "a|b|c"],
        ["unknown", "d"],
      ],
    ],
    [
      { prompt: "p", response_a: "a", response_b: "b", model_a: "x", model_b: "y" },
      [
        ["x", "a"],
        ["y", "b"],
      ],
    ],
    [
      { prompt: "p", completion_1: "a", completion_2: "b", completion_3: null },
      [
        ["unknown", "a"],
        ["unknown", "b"],
      ],
    ],
    [
      { question: "p", answer0: "a", answer1: "" },
      [
        ["unknown", "a"],
        ["unknown", ""],
      ],
    ],
  ])("%j", (value, expected) => {
    const found = read(value)
    expect(found.shape.name).toBe("wide")
    expect(answers(found)).toEqual(expected)
  })

  test("several columns named by hand", () => {
    const mapping = parseMapping(["prompt=q", "completion=good", "completion=bad", "model=by1", "model=by2"])
    const found = read({ q: "p", good: "a", bad: "b", by1: "x", by2: "y", note: "n" }, mapping)
    expect(answers(found)).toEqual([
      ["x", "a"],
      ["y", "b"],
    ])
    expect(found.unmapped).toEqual(["note"])
  })
})

describe("long", () => {
  test.each([
    [{ instruction: "p", output: "a", generator: "g", dataset: "d" }, "g", ["dataset"]],
    [{ prompt: "p", completion: "a" }, "unknown", []],
    [{ "(column 1)": "0", model_type: "m", context: "p", ref_text: "r", sample: "a" }, "m", ["(column 1)"]],
  ])("%j", (value, model, unmapped) => {
    const found = read(value)
    expect(found.shape.name).toBe("long")
    expect(found.item.prompt.messages).toEqual([user("p")])
    expect(answers(found)).toEqual([[model, "a"]])
    expect(found.unmapped).toEqual(unmapped)
  })

  test("instruction and input make one prompt", () => {
    const both = read({ instruction: "Translate.", input: "Bonjour", output: "Hello" })
    expect(both.item.prompt.messages).toEqual([user("Translate.\n\nBonjour")])
    const one = read({ instruction: "Sing.", input: "", output: "La" })
    expect(one.item.prompt.messages).toEqual([user("Sing.")])
  })

  test("a CSV cell may hold a message list as JSON; other text in brackets stays text", () => {
    const cell = JSON.stringify([user("Hi"), assistant("Yes?"), user("More")])
    expect(read({ prompt: cell, completion: "a" }, {}, true).item.prompt.messages).toHaveLength(3)
    expect(read({ prompt: "[1] a", completion: "a" }, {}, true).item.prompt.messages).toEqual([user("[1] a")])
    expect(read({ prompt: cell, completion: "a" }).item.prompt.messages).toEqual([user(cell)])
  })

  test("other names of roles, and text parts, are made ours", () => {
    const prompt = [
      { from: "human", value: "Hi" },
      { from: "gpt", value: "Yes?" },
      {
        role: "user",
        content: [
          { type: "text", text: "Mo" },
          { type: "text", text: "re" },
        ],
      },
    ]
    expect(read({ prompt, completion: "a" }).item.prompt.messages).toEqual([
      user("Hi"),
      assistant("Yes?"),
      user("More"),
    ])
  })
})

describe("transcripts", () => {
  const hh = (end: string) => `\n\nHuman: Hi\n\nAssistant: Yes?\n\nHuman: More\n\nAssistant: ${end}`

  test.each([
    ["HH", { chosen: hh("a"), rejected: hh("b") }, 3],
    ["implicit", { chosen: [user("p"), assistant("a")], rejected: [user("p"), assistant("b")] }, 1],
    ["explicit", { prompt: [user("p")], chosen: [assistant("a")], rejected: [assistant("b")] }, 1],
    ["strings", { prompt: "p", chosen: "a", rejected: "b" }, 1],
    [
      "prompt beside full chats",
      { prompt: "p", chosen: [user("p"), assistant("a")], rejected: [user("p"), assistant("b")] },
      1,
    ],
    [
      "messages",
      { prompt: "p", chosen: { from: "gpt", value: "a" }, rejected: { from: "gpt", value: "b" } },
      1,
    ],
    ["prompt as a transcript", { prompt: "\n\nHuman: p\n\nAssistant:", chosen: "a", rejected: "b" }, 1],
  ])("%s", (_name, value, turns) => {
    const found = read(value)
    expect(found.shape.name).toBe("transcripts")
    expect(found.item.prompt.messages).toHaveLength(turns)
    expect(found.item.prompt.messages.at(-1)?.role).toBe("user")
    expect(answers(found).map(([, text]) => text)).toEqual(["a", "b"])
    expect(found.item.labels).toMatchObject([{ better: 0, worse: 1, tie: false }])
  })

  test("where they part early, everything after the common turns is the answer", () => {
    const chosen = "\n\nHuman: Hi\n\nAssistant: One\n\nHuman: Thanks\n\nAssistant: Bye"
    const rejected = "\n\nHuman: Hi\n\nAssistant: Oneself"
    const { item } = read({ chosen, rejected })
    expect(item.prompt.messages).toEqual([user("Hi")])
    expect(item.completions[0]?.messages).toEqual([assistant("One"), user("Thanks"), assistant("Bye")])
    expect(item.completions[1]?.messages).toEqual([assistant("Oneself")])
  })

  test("models of either side", () => {
    const found = read({ prompt: "p", chosen: "a", rejected: "b", chosen_model: "x", rejected_model: "y" })
    expect(answers(found).map(([model]) => model)).toEqual(["x", "y"])
  })
})

test("mappings of the command line", () => {
  expect(parseMapping(["prompt=a=b", "prompt=c"])).toEqual({ prompt: ["a=b", "c"] })
  for (const wrong of ["prompt", "prompt=", "=x", "nothing=x"]) {
    expect(() => parseMapping([wrong])).toThrow("is no mapping")
  }
})

describe("prompts alone", () => {
  test("a file without answers, and no file whose answers may have an unknown name", () => {
    const { shape, item } = read({ instruction: "Add.", input: "1 2" })
    expect(shape.name).toBe("prompts")
    expect(item).toMatchObject({ prompt: { messages: [user("Add.\n\n1 2")] }, completions: [] })
    expect(() => read({ prompt: "Add.", reply: "3" })).toThrow(/Cannot tell/)
    expect(read({ prompt: "Add.", reply: "3" }, { prompt: ["prompt"] }).unmapped).toEqual(["reply"])
  })

  test("one conversation among them that ends with its answer is refused", () => {
    const rows = [[user("Hi")], [user("Hi"), assistant("Ho")]].map((messages, index) => ({
      line: index + 1,
      value: { messages },
      textual: false,
    }))
    const { shape, mapping } = detectShape(rows, ["messages"], { mapping: {} })
    expect(shape.name).toBe("prompts")
    expect(() => rows.map((row) => readItems(shape, row, mapping))).toThrow(/ends with an answer/)
  })
})

describe("conversations without a label", () => {
  const chat = [user("Hi"), assistant("Ho"), user("More"), assistant("No.")]

  test.each([
    ["messages", { messages: chat, model: "m-1" }, false],
    [
      "conversations",
      { conversations: chat.map(({ role, content }) => ({ from: role, value: content })) },
      false,
    ],
    ["a cell of a table", { messages: JSON.stringify(chat), model: "m-1" }, true],
  ])("the last turn is an answer to those before it: %s", (_what, value, textual) => {
    const { shape, item } = read(value, {}, textual)
    expect(shape.name).toBe("conversations")
    expect(item.prompt.messages).toEqual(chat.slice(0, 3))
    expect(item.completions).toMatchObject([
      { model: "model" in value ? value.model : "unknown", messages: [assistant("No.")] },
    ])
    expect(item.labels).toEqual([])
  })

  test("one that ends with a question is no such conversation", () => {
    expect(read({ messages: chat.slice(0, 3) }).shape.name).toBe("prompts")
    expect(() => read({ messages: chat.slice(0, 3) }, {}, false, "conversations")).toThrow(
      /last turn by user/,
    )
  })
})

describe("a shape that was named", () => {
  const shapeOf = (value: Record<string, unknown>, shape?: string, given: Mapping = {}) =>
    read(value, given, false, shape)

  test("wins over what the first rows look like", () => {
    const thumb = { prompt: "p", completion: "c", label: true }
    expect(shapeOf(thumb).shape.name).toBe("kto")
    expect(shapeOf(thumb, "long")).toMatchObject({ shape: { name: "long" }, unmapped: ["label"] })
    expect(shapeOf(thumb, "prompts").item.completions).toEqual([])
    expect(shapeOf({ prompt: "p", reply: "r" }, "prompts").unmapped).toEqual(["reply"])
    const steps = { prompt: "p", completions: ["a", "b"], labels: [true, false] }
    expect(() => shapeOf(steps)).toThrow(/single steps/)
    expect(answers(shapeOf(steps, "wide"))).toHaveLength(2)
  })

  test("is refused where its columns are not there, and where there is no such shape", () => {
    expect(() => shapeOf({ prompt: "p", completion: "c" }, "transcripts")).toThrow(/chosen, rejected/)
    expect(() => shapeOf({ prompt: "p" }, "arena")).toThrow(/"conversation_a", "conversation_b", "winner"/)
    expect(() => shapeOf({ prompt: "p" }, "nonsense")).toThrow(
      /no shape "nonsense"; there are raw_annotations/,
    )
  })

  test("the choices have different names and labels", () => {
    expect(new Set(shapeChoices.map(({ label }) => label)).size).toBe(shapeChoices.length)
    expect(shapeChoices.map(({ name }) => name)).not.toContain("stepwise")
  })
})
