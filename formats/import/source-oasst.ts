import type { Message, Messages } from "@/core/messages"
import type { ImportItem, RawRow } from "@/formats/import/item"
import { RowFault } from "@/formats/import/item"
import { rankLabels } from "@/formats/import/labels"
import type { Mapping } from "@/formats/import/mapping"
import { toItemPrompt } from "@/formats/import/row-reader"
import { showFound } from "@/formats/import/show-found"
import {
  column,
  defineSource,
  isRecord,
  keyText,
  maybeNumber,
  requireList,
  requireRecord,
} from "@/formats/import/source"
import { optionalText, requireText } from "@/formats/import/text"

type Node = Readonly<Record<string, unknown>>
type Tree = {
  readonly row: RawRow
  readonly mapping: Mapping
  readonly id: string | null
  readonly children: (node: Node) => readonly Node[]
}

/** Open-Assistant trees, one per row: each question with at least one answer is a prompt with its group of answers. */
export const oasstTrees = defineSource({
  name: "oasst-trees",
  label: "Conversation trees (Open-Assistant)",
  columns: ["message_tree_id", "prompt"],
  maybe: ["tree_state"],
  fits: (sample) => sample.some(({ value }) => isRecord(value["prompt"]) && "replies" in value["prompt"]),
  read: (row, mapping) => {
    const root = requireRecord(column(row, "prompt"), "prompt")
    const id = optionalText(column(row, "message_tree_id"), "message_tree_id")
    const children = (node: Node) =>
      requireList(node["replies"] ?? [], "replies").map((reply) => requireRecord(reply, "replies"))
    return walk({ row, mapping, id, children }, root, [])
  },
})

/** The same trees with a row per message, the rows of a tree beside each other. */
export const oasstMessages = defineSource({
  name: "oasst-messages",
  label: "Messages of conversation trees, a row per message (Open-Assistant)",
  columns: ["message_id", "parent_id", "role", "text"],
  maybe: [
    "message_tree_id",
    "rank",
    "deleted",
    "review_result",
    "synthetic",
    "model_name",
    "lang",
    "tree_state",
  ],
  read: (row, mapping) => readMessages([row], mapping),
  together: { key: ({ value }) => keyText(value["message_tree_id"]), read: readMessages },
})

function readMessages(rows: readonly RawRow[], mapping: Mapping): ImportItem[] {
  const byParent = new Map<string, Node[]>()
  const ids = new Set(rows.map(({ value }) => keyText(value["message_id"])))
  for (const { value } of rows) {
    const parent = value["parent_id"]
    const key = keyText(parent)
    if (key !== "" && !ids.has(key)) {
      throw new RowFault({
        field: "parent_id",
        found: showFound(parent),
        expected: "a message of the same tree, the rows of a tree beside each other",
      })
    }
    byParent.set(key, [...(byParent.get(key) ?? []), value])
  }
  const children = (node: Node) => byParent.get(keyText(node["message_id"])) ?? []
  return (byParent.get("") ?? []).flatMap((root) => {
    const row = rows.find(({ value }) => value === root)
    return row
      ? walk(
          { row, mapping, id: optionalText(root["message_tree_id"], "message_tree_id"), children },
          root,
          [],
        )
      : []
  })
}

/** The items of a node and of everything under it. What was deleted or failed review takes its branch along. */
function walk(tree: Tree, node: Node, before: Messages): ImportItem[] {
  if (isLeftOut(node)) return []
  const turns = [...before, toTurn(node)]
  const children = tree.children(node).filter((child) => !isLeftOut(child))
  const below = children.flatMap((child) => walk(tree, child, turns))
  const answers = children.filter((child) => child["role"] === "assistant")
  if (turns.at(-1)?.role !== "user" || answers.length === 0) return below
  const prompt = toItemPrompt(tree.row, tree.mapping, turns)
  const item: ImportItem = {
    prompt: {
      ...prompt,
      externalId: optionalText(node["message_id"], "message_id"),
      conversationId: tree.id,
      language: optionalText(node["lang"], "lang") ?? prompt.language,
    },
    completions: answers.map((answer) => ({
      model: modelOf(answer),
      messages: [toTurn(answer)],
      externalId: optionalText(answer["message_id"], "message_id"),
    })),
    labels: rankLabels(
      answers.map((answer) => maybeNumber(answer["rank"])),
      "lowest",
    ),
  }
  return [item, ...below]
}

function isLeftOut(node: Node): boolean {
  return isTrue(node["deleted"]) || node["review_result"] === false || node["review_result"] === "false"
}

function isTrue(value: unknown): boolean {
  return value === true || value === "true" || value === "True"
}

function modelOf(node: Node): string {
  return optionalText(node["model_name"], "model_name") ?? (isTrue(node["synthetic"]) ? "unknown" : "human")
}

function toTurn(node: Node): Message {
  const role = node["role"]
  if (role !== "prompter" && role !== "assistant") {
    throw new RowFault({ field: "role", found: showFound(role), expected: "prompter or assistant" })
  }
  return { role: role === "prompter" ? "user" : "assistant", content: requireText(node["text"], "text") }
}
