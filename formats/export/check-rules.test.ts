import { describe, expect, test } from "vitest"
import { type Column, float, int, listOf, maybeListOf, maybeText, struct, text } from "@/formats/columns"
import { columnProblems } from "@/formats/export/check-columns"
import { createLineCheck } from "@/formats/export/check-line"
import { preference } from "@/formats/export/preference"
import { exportFormats } from "@/formats/export/registry"
import { preferenceLine } from "@/formats/export/fixtures/preference-line"

// Rules of the formats guide 1.1, by its numbers. Each case breaks one rule and must be seen.

const strict = { meant: ["chosen", "rejected"], needsCard: false }

describe("columns", () => {
  test.each<[string, Column, string]>([
    ["3: null in the first block", { name: "note", type: maybeText }, "may be null"],
    ["3: empty lists in the first block", { name: "tags", type: maybeListOf(text) }, "may be null"],
    [
      "3: the same deep inside",
      { name: "deep", type: listOf(struct([{ name: "x", type: maybeText }])) },
      "may be null",
    ],
    ["7: a name with a meaning", { name: "label", type: text }, "trainers read this name"],
    ["7: tools", { name: "tools", type: text }, "trainers read this name"],
    ["7: prompt", { name: "prompt", type: text }, "trainers read this name"],
    ["1: margin, unless meant", { name: "margin", type: float }, "trainers read this name"],
    ["8: chat_template_kwargs", { name: "chat_template_kwargs", type: text }, "trainers read this name"],
    ["7: an ending that is turned into tensors", { name: "n_labels", type: int }, "_labels"],
    ["7: another one", { name: "ref_chosen_logps", type: float }, "_logps"],
  ])("rule %s", (_rule, column, problem) => {
    expect(columnProblems([column], strict).join()).toContain(problem)
  })

  test("1: a margin on all rows is fine where it is meant", () => {
    expect(columnProblems([{ name: "margin", type: float }], { ...strict, meant: ["margin"] })).toEqual([])
  })

  test.each(exportFormats.map((format) => [format.name, format] as const))(
    "%s keeps them all",
    (_name, format) => {
      expect(columnProblems(format.columns, format)).toEqual([])
      expect(new Set(format.columns.map((column) => column.name)).size).toBe(format.columns.length)
    },
  )
})

describe("lines", () => {
  const check = createLineCheck(preference)
  const good = preferenceLine
  const swap = (from: string | RegExp, to: string) => {
    const changed = good.replace(from, to)
    expect(changed).not.toBe(good)
    return changed
  }

  test("a good line", () => {
    expect(check(good)).toBeUndefined()
  })

  test.each<[string, () => string, string]>([
    ["2: a float without its point", () => swap('"agreement":1.0', '"agreement":1'), "canonical form"],
    ["3: another order of keys", () => swap(/("n_votes":\d+),("n_agreeing":\d+)/, "$2,$1"), "canonical form"],
    ["3: a missing key", () => swap(/,"language":"[^"]*"/, ""), "language"],
    ["3: a key too many", () => swap(/}$/, ',"extra":1}'), "extra"],
    ["3: null", () => swap('"criterion":"overall"', '"criterion":null'), "criterion"],
    ["6: half a surrogate pair", () => swap("Green.", "Gr\\ud83den."), "canonical form"],
    ["9: content null", () => swap('"content":"Green."', '"content":null'), "content"],
    ["9: content in parts", () => swap('"content":"Green."', '"content":[{"type":"text"}]'), "content"],
    [
      "10: a key too many in a message",
      () => swap('"content":"Green."', '"content":"Green.","name":"x"'),
      "name",
    ],
    ["14: identical answers", () => swap("Green.", "Blue."), "identical"],
    ["14: identical but for white space", () => swap("Green.", "Blue. \\n"), "identical"],
    ["9.7: an empty answer", () => swap("Green.", " "), "empty"],
    ["no prompt in common", () => swap("What color is the sky?", "What?"), "share no prompt"],
    [
      "a last turn that is not the assistant's",
      () => good.replaceAll('"role":"assistant"', '"role":"user"'),
      "assistant",
    ],
    ["no JSON", () => good.slice(0, -1), "no JSON"],
    ["white space between the parts", () => swap('","chosen"', '", "chosen"'), "canonical form"],
  ])("rule %s", (_rule, broken, problem) => {
    expect(check(broken())).toContain(problem)
  })
})
