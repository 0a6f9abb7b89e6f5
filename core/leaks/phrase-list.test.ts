import { expect, test } from "vitest"
import { toModelPhrases } from "@/core/leaks/model-phrases"
import { normalisePhrase } from "@/core/leaks/phrase"
import { toPhraseList } from "@/core/leaks/phrase-list"

test.each([
  ["larkspur-1", ["larkspur-1", "larkspur"]],
  ["acme/heron-7b-instruct", ["acme/heron-7b-instruct", "heron-7b-instruct", "acme", "heron"]],
  ["Qwen2.5-72B", ["qwen2.5-72b", "qwen"]],
  ["gpt-4o-mini", ["gpt-4o-mini"]],
  ["通义", ["通义"]],
  ["model-a", []],
  ["baseline", []],
  ["unknown", []],
  ["v2", []],
])("the key %s gives %j", (key, phrases) => {
  expect(toModelPhrases(key).map(({ phrase }) => phrase)).toEqual(phrases)
})

test("a phrase is known by one form", () => {
  expect(normalisePhrase("  GPT-4  Turbo ")).toBe("gpt-4 turbo")
})

test("the project's word on a phrase holds: added, or off, whoever listed it", () => {
  const list = toPhraseList({
    modelKeys: ["larkspur-1"],
    corrections: [
      { phrase: "heron", listed: true },
      { phrase: "larkspur", listed: false },
      { phrase: "chatgpt", listed: false },
      { phrase: "claude", listed: true },
    ],
  })
  const get = (phrase: string) => list.find((entry) => entry.phrase === phrase)
  expect(get("heron")).toEqual({ phrase: "heron", scope: "anywhere", origin: "project", on: true })
  expect(get("larkspur")).toMatchObject({ origin: "model", on: false })
  expect(get("larkspur-1")).toMatchObject({ on: true })
  expect(get("chatgpt")).toMatchObject({ origin: "default", on: false })
  expect(get("claude")).toMatchObject({ scope: "anywhere", origin: "project" })
  expect(new Set(list.map(({ phrase }) => phrase)).size).toBe(list.length)
})
