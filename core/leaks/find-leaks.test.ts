import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { LeakFinder, toLeakPhrases, toMaskSpans } from "@/core/leaks/find-leaks"
import { toPhraseList } from "@/core/leaks/phrase-list"
import { makerPhrase } from "@/core/leaks/unknown-maker"
import { applyMask, MASK } from "@/core/text-mask"

const list = toPhraseList({ modelKeys: ["larkspur-1", "acme/heron-7b-instruct", "model-a"], corrections: [] })
const finder = new LeakFinder(list)
const user = (content: string) => [{ role: "user" as const, content }]
const say = (content: string) => [{ role: "assistant" as const, content }]
const found = (answer: string, prompt = "Who are you?") =>
  finder.find(user(prompt), say(answer)).map(({ start, end }) => answer.slice(start, end))

test("the worked example", () => {
  expect(finder.find(user("Who are you?"), say("I am Larkspur."))).toEqual([
    { message: 0, start: 5, end: 13, phrase: "larkspur" },
  ])
})

describe("a name in an answer", () => {
  test.each([
    ["I am ChatGPT, made by OpenAI.", ["ChatGPT", "OpenAI"]],
    ["as gpt4 I cannot", ["gpt4"]],
    ["GPT 4, GPT-4 and gpt_4", ["GPT 4", "GPT-4", "gpt_4"]],
    ["Larkspur-1 and LARKSPUR\u00a01 and larkspur1", ["Larkspur-1", "LARKSPUR\u00a01", "larkspur1"]],
    ["Heron 7B Instruct here, of Acme", ["Heron 7B Instruct", "Acme"]],
    ["我是通义千问，由阿里云开发。", ["通义千问"]],
    ["I’m Claude.", ["Claude"]],
    ["My name is Bard.", ["Bard"]],
    ["You can call me Gemini!", ["Gemini"]],
    ["I'm a large language model, trained by Google.", ["Google"]],
    ["As an AI language model developed by Meta, I have no body.", ["Meta"]],
    ["Ich bin ein Sprachmodell, entwickelt von Google.", ["Google"]],
    ["Soy un modelo de lenguaje entrenado por Google.", ["Google"]],
    ["Je suis un modèle développé par Mistral", ["Mistral"]],
    ["As an AI language model developed by Heron Labs, I cannot.", ["Heron"]],
    ["As an AI assistant created by Zorbatron Research, I cannot.", ["Zorbatron Research"]],
  ])("%s", (answer, names) => expect(found(answer)).toEqual(names))
})

describe("no leak", () => {
  test.each([
    "As an AI language model I have no opinions.",
    "Claude Monet painted lilies, and Gemini is a sign of the zodiac.",
    "Google it, or ask Siri. I am going to Google it.",
    "I ate my apple pie. Give me Apple juice. I made Siri say it.",
    "I am a llama, said the llama.",
    "Bard is what Shakespeare is called.",
    "The larkspurs and the larkspurian, chatgpts.",
    "I was trained by reading. The bridge was developed by Siemens.",
    "She said hello. Meta means beyond.",
    "model a system, baseline b, a model-a",
    "",
  ])("%s", (answer) => expect(found(answer)).toEqual([]))

  test("for a name that the prompt brought up, unless the answer says it of itself", () => {
    expect(found("ChatGPT is a chatbot by OpenAI.", "What is ChatGPT?")).toEqual(["OpenAI"])
    expect(found("Yes, I am ChatGPT.", "Are you chatgpt?")).toEqual(["ChatGPT"])
    expect(found("A larkspur is a flower.", "What is a Larkspur?")).toEqual([])
  })

  test("in what the user says between two answers", () => {
    const turns = [...say("Hello"), ...user("Are you Larkspur?"), ...say("Larkspur? A flower.")]
    expect(finder.find(user("Hi"), turns)).toEqual([])
    expect(finder.find(user("Hi"), [...say("Hello"), ...user("Well?"), ...say("Larkspur")])).toEqual([
      { message: 2, start: 0, end: 8, phrase: "larkspur" },
    ])
  })
})

test("a maker that the list does not know is found as long as that entry is on", () => {
  const answer = say("I was created by Zorbatron.")
  expect(toLeakPhrases(finder.find([], answer))).toEqual([makerPhrase])
  expect(new LeakFinder(list.filter(({ phrase }) => phrase !== makerPhrase)).find([], answer)).toEqual([])
})

test("a phrase with accents is found composed or not", () => {
  const own = new LeakFinder(toPhraseList({ modelKeys: [], corrections: [{ phrase: "zoé", listed: true }] }))
  for (const form of ["NFC", "NFD"] as const) {
    const text = "bonjour, ZOÉ!".normalize(form)
    expect(own.find([], say(text)).map(({ start, end }) => text.slice(start, end))).toEqual([
      "ZOÉ".normalize(form),
    ])
  }
  expect(
    new LeakFinder(toPhraseList({ modelKeys: [], corrections: [{ phrase: "zoe", listed: true }] })).find(
      [],
      say("zoe\u0301"),
    ),
  ).toEqual([])
})

const word = fc.stringMatching(/^[a-z]{5,9}$/)

test("property: wherever a phrase is put between other words it is found, and nowhere inside one", () => {
  fc.assert(
    fc.property(fc.array(word), fc.array(word), fc.boolean(), (before, after, capital) => {
      const name = capital ? "XYZZYQ-9" : "xyzzyq 9"
      const own = new LeakFinder(
        toPhraseList({ modelKeys: ["xyzzyq-9"], corrections: [] }).filter(({ origin }) => origin === "model"),
      )
      const text = [...before, name, ...after].join(" ")
      const start = [...before, ""].join(" ").length
      expect(own.find([], say(text)).map((leak) => [leak.start, leak.end])).toEqual([
        [start, start + name.length],
      ])
      for (const inside of [`a${name}`, `${name}x`.replace(/[- ]/, ""), `${name.slice(0, 6)}s`]) {
        expect(own.find([], say([...before, inside, ...after].join(" ")))).toEqual([])
      }
    }),
  )
})

test("property: spans lie in the text, in order, apart, and masking them leaves nothing to find", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "GPT-4",
      "I am",
      "Claude",
      "larkspur",
      "made by",
      " ",
      ". ",
      "\n",
      "as an AI",
      "通义千问",
      "é",
      "👩‍💻",
      "İ",
    ),
    fc.string({ unit: "grapheme" }),
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const answer = say(pieces.join(" "))
      const leaks = finder.find([], answer)
      let end = 0
      for (const leak of leaks) {
        expect(leak.start).toBeGreaterThanOrEqual(end)
        expect(leak.end).toBeGreaterThan(leak.start)
        end = leak.end
      }
      expect(end).toBeLessThanOrEqual(answer[0]?.content.length ?? 0)
      const masked = applyMask(answer, toMaskSpans(leaks))
      expect(masked[0]?.content.split(MASK).length).toBeGreaterThan(leaks.length)
      expect(
        finder.find([], masked).filter(({ phrase }) => phrase === "larkspur" || phrase === "gpt-4"),
      ).toEqual([])
    }),
  )
})
