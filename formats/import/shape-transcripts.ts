import type { Messages } from "@/core/messages"
import { hashMessages, isEmptyAnswer } from "@/core/same-text"
import { guessColumns } from "@/formats/import/guess-columns"
import type { ImportItem, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import type { Mapping } from "@/formats/import/mapping"
import { toMessages } from "@/formats/import/messages"
import { cell, readPrompt, toItemPrompt, toModel, valueOf } from "@/formats/import/row-reader"
import type { Shape } from "@/formats/import/shape"
import { showFound } from "@/formats/import/show-found"
import { checkText } from "@/formats/import/text"
import { commonTurns, isTranscript, parseTranscript } from "@/formats/import/transcript"

/** Two conversations that share their beginning, the first of which was preferred. */
export const transcripts: Shape = {
  name: "transcripts",
  label: "A row per preference: a chosen and a rejected conversation or answer",
  needs: ["chosen", "rejected"],
  detect: (_sample, columns, given) => {
    const mapping = guessColumns(columns, given)
    if (!mapping.chosen || !mapping.rejected || given.completion) return undefined
    const { completion: _, ...rest } = mapping
    return given.model ? rest : { ...rest, ...pairOfModels(columns, rest) }
  },
  read,
}

/** `chosen_model` and `rejected_model` beside the two texts. */
function pairOfModels(columns: readonly string[], mapping: Mapping): Mapping {
  const named = ["chosen", "rejected"].map((side) =>
    columns.find((column) =>
      [`${side}_model`, `${side}-model`, `model_${side}`].includes(column.toLowerCase()),
    ),
  )
  const found = named.filter((column) => column !== undefined)
  return found.length === 2 ? { model: found } : mapping.model ? { model: mapping.model } : {}
}

function read(row: RawRow, mapping: Mapping): ImportItem {
  const sides = [conversation(row, mapping, "chosen"), conversation(row, mapping, "rejected")] as const
  const split = mapping.prompt ? withPrompt(row, mapping, sides) : byCommonTurns(sides)
  if (hashMessages(split.chosen) === hashMessages(split.rejected)) {
    throw new RowFault({
      field: "rejected",
      found: "the same text as chosen",
      expected: "two different answers",
    })
  }
  const [chosenModel, rejectedModel = chosenModel] = (mapping.model ?? []).map((column) => cell(row, column))
  return {
    prompt: toItemPrompt(row, mapping, split.prompt),
    completions: [
      { model: toModel(chosenModel), messages: split.chosen, externalId: null },
      { model: toModel(rejectedModel), messages: split.rejected, externalId: null },
    ],
    labels: [{ better: 0, worse: 1, tie: false, bothBad: false, level: null, labeler: "" }],
  }
}

function conversation(row: RawRow, mapping: Mapping, field: "chosen" | "rejected"): Messages {
  const value = valueOf(row, mapping, field)
  if (typeof value === "string" && isTranscript(value)) return parseTranscript(checkText(value, field))
  const messages = toMessages(value, "assistant", field, row.textual)
  if (messages.length > 0) return messages
  throw new RowFault({ field, found: showFound(value), expected: "an answer or a conversation" })
}

type Sides = readonly [chosen: Messages, rejected: Messages]
type Parts = { prompt: Messages; chosen: Messages; rejected: Messages }

/** No prompt column: the prompt is what both conversations begin with, in whole turns. */
function byCommonTurns([chosen, rejected]: Sides): Parts {
  const turns = commonTurns(chosen, rejected)
  if (turns === 0 || isEmptyAnswer(chosen.slice(0, turns))) {
    throw new RowFault({
      field: "prompt",
      found: "no turn that both conversations begin with",
      expected: "a prompt column, or conversations with a common beginning",
    })
  }
  return { prompt: chosen.slice(0, turns), chosen: chosen.slice(turns), rejected: rejected.slice(turns) }
}

/** With a prompt column the sides are answers, or whole conversations that repeat the prompt. */
function withPrompt(row: RawRow, mapping: Mapping, sides: Sides): Parts {
  if (sides.every((side) => side.length > 1 && side[0]?.role !== "assistant")) return byCommonTurns(sides)
  const value = valueOf(row, mapping, "prompt")
  const isText = typeof value === "string" && isTranscript(value)
  const prompt = isText ? parseTranscript(checkText(value, "prompt")) : readPrompt(row, mapping)
  // "…\n\nAssistant:" at the end of a prompt is an invitation, not an answer.
  const invites = isText && prompt.at(-1)?.role === "assistant" && prompt.at(-1)?.content.trim() === ""
  return { prompt: invites ? prompt.slice(0, -1) : prompt, chosen: sides[0], rejected: sides[1] }
}
