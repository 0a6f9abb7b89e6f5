import type { Messages } from "@/core/messages"
import { toCompletion, toPrompt } from "@/formats/import/answers"
import { RowFault } from "@/formats/import/item"
import { pairLabel, rankLabels } from "@/formats/import/labels"
import { toMessages } from "@/formats/import/messages"
import { toItemPrompt, toModel } from "@/formats/import/row-reader"
import type { Shape } from "@/formats/import/shape"
import { showFound } from "@/formats/import/show-found"
import {
  column,
  defineSource,
  isRecord,
  requireList,
  requireNumber,
  requireRecords,
} from "@/formats/import/source"
import { lastAnswer } from "@/formats/import/source-thumbs"
import { optionalText, requireText } from "@/formats/import/text"

/** NeMo-RL: a context and completions with a rank, lower = better. */
export const nemoRl = defineSource({
  name: "nemo-rl",
  label: "A context with ranked completions (NeMo-RL)",
  columns: ["context", "completions"],
  fits: (sample) =>
    sample.some(({ value }) => {
      const list = value["completions"]
      return Array.isArray(list) && list.some((one) => isRecord(one) && "rank" in one && "completion" in one)
    }),
  read: (row, mapping) => {
    const list = requireRecords(row, "completions")
    return {
      prompt: toItemPrompt(row, mapping, toPrompt(column(row, "context"), "context")),
      completions: list.map((one, index) =>
        toCompletion(one["completion"], `completions[${index}].completion`),
      ),
      labels: rankLabels(
        list.map((one, index) => requireNumber(one["rank"], `completions[${index}].rank`)),
        "lowest",
      ),
    }
  },
})

/** ms-swift: a conversation that ends in the better answer, and the other one beside it. */
export const msSwift: readonly Shape[] = (["rejected_response", "rejected_messages"] as const).map((name) =>
  defineSource({
    name: name === "rejected_response" ? "ms-swift" : "ms-swift-messages",
    label: `A conversation and its rejected ${name === "rejected_response" ? "answer" : "turns"} (ms-swift)`,
    columns: ["messages", name],
    maybe: ["margin"],
    read: (row, mapping) => {
      const turns = toMessages(column(row, "messages"), "user", "messages", false)
      const { prompt, answer } = lastAnswer(turns, "messages")
      const other = toMessages(column(row, name), "assistant", name, false)
      const rejected = other.length > 1 ? lastAnswer(other, name).answer : other
      if (rejected.length === 0)
        throw new RowFault({ field: name, found: "an empty list", expected: "an answer" })
      return {
        prompt: toItemPrompt(row, mapping, prompt),
        completions: [answer, rejected].map((messages) => ({
          model: toModel(null),
          messages,
          externalId: null,
        })),
        labels: [pairLabel(-1, false)],
      }
    },
  }),
)

/** LLaMA-Factory's alpaca rows with earlier turns as pairs in `history`. */
export const alpacaHistory = defineSource({
  name: "alpaca-history",
  label: "Instruction with history, chosen and rejected (alpaca)",
  columns: ["instruction", "history", "chosen", "rejected"],
  maybe: ["input", "system"],
  read: (row, mapping) => {
    const earlier = requireList(column(row, "history") ?? [], "history").flatMap((pair, index): Messages => {
      const [asked, answered] = requireList(pair, `history[${index}]`)
      return [
        { role: "user", content: requireText(asked, `history[${index}][0]`) },
        { role: "assistant", content: requireText(answered, `history[${index}][1]`) },
      ]
    })
    const asked = ["instruction", "input"].map((name) => requireText(column(row, name) ?? "", name))
    const last = asked.filter((text) => text.trim() !== "").join("\n\n")
    const system = optionalSystem(column(row, "system"))
    return {
      prompt: toItemPrompt(row, mapping, [...system, ...earlier, { role: "user", content: last }]),
      completions: [
        toCompletion(column(row, "chosen"), "chosen"),
        toCompletion(column(row, "rejected"), "rejected"),
      ],
      labels: [pairLabel(-1, false)],
    }
  },
})

function optionalSystem(value: unknown): Messages {
  if (value === undefined || value === null) return []
  const content = requireText(value, "system")
  return content.trim() === "" ? [] : [{ role: "system", content }]
}

/** RewardBench 2: lists of right and of wrong answers; every right one is better than every wrong one. */
export const rewardBench2 = defineSource({
  name: "reward-bench-2",
  label: "Several chosen and several rejected answers (RewardBench 2)",
  columns: ["prompt", "chosen", "rejected"],
  maybe: ["models", "num_correct", "num_incorrect", "total_completions"],
  fits: (sample) => sample.some(({ value }) => isTexts(value["chosen"]) && isTexts(value["rejected"])),
  read: (row, mapping) => {
    const chosen = requireList(column(row, "chosen"), "chosen")
    const rejected = requireList(column(row, "rejected"), "rejected")
    const models = column(row, "models")
    const all = [...chosen, ...rejected]
    const names: readonly unknown[] = Array.isArray(models) && models.length === all.length ? models : []
    return {
      prompt: toItemPrompt(row, mapping, toPrompt(column(row, "prompt"))),
      completions: all.map((text, index) =>
        toCompletion(
          requireText(
            text,
            index < chosen.length ? `chosen[${index}]` : `rejected[${index - chosen.length}]`,
          ),
          "chosen",
          { model: optionalText(names[index], `models[${index}]`) },
        ),
      ),
      labels: chosen.flatMap((_, better) =>
        rejected.map((__, index) => ({ ...pairLabel(-1, false), better, worse: chosen.length + index })),
      ),
    }
  },
})

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string")
}

/** Step labels look like a list of answers and are none: refused by name, so that they are never taken for one. */
export const stepwise = defineSource({
  name: "stepwise",
  label: "Labels of single steps",
  columns: ["prompt", "completions", "labels"],
  fits: (sample) =>
    sample.every(({ value }) => Array.isArray(value["labels"]) && isTexts(value["completions"])),
  read: (row) => {
    throw new RowFault({
      field: "labels",
      found: showFound(column(row, "labels")),
      expected: "whole answers; labels of single steps cannot be imported",
    })
  },
})
