import type { Message, Messages } from "@/core/messages"
import { RowFault } from "@/formats/import/item"
import { showFound } from "@/formats/import/show-found"
import { checkText } from "@/formats/import/text"

/** Role names seen in the wild, and ours. */
const roles: Readonly<Record<string, Message["role"]>> = {
  system: "system",
  developer: "system",
  user: "user",
  human: "user",
  prompter: "user",
  assistant: "assistant",
  gpt: "assistant",
  model: "assistant",
  bot: "assistant",
  chatbot: "assistant",
  tool: "tool",
  function: "tool",
  observation: "tool",
  tool_response: "tool",
}

/**
 * A message list out of what a column holds: a text (one message of `role`), one message, or a list
 * of messages `{role, content}` or `{from, value}`. Content is a text or a list of text parts, which
 * are joined; null and images are refused. `tool_calls` become part of the text. `textual`: a CSV cell may hold the list as JSON.
 */
export function toMessages(
  value: unknown,
  role: "user" | "assistant",
  field: string,
  textual: boolean,
): Messages {
  if (typeof value === "string") {
    const listed = textual ? parseList(value) : undefined
    return listed ? toMessages(listed, role, field, false) : [{ role, content: checkText(value, field) }]
  }
  if (Array.isArray(value)) return value.map((one, index) => toMessage(one, role, `${field}[${index}]`))
  if (typeof value === "object" && value !== null) return [toMessage(value, role, field)]
  throw new RowFault({ field, found: showFound(value), expected: "a text or a list of messages" })
}

/** A CSV cell that is the JSON of a message list, and nothing else that starts with a bracket. */
function parseList(text: string): unknown[] | undefined {
  if (!/^\s*\[\s*\{/.test(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every(isMessageLike) ? value : undefined
  } catch {
    return undefined
  }
}

export function isMessageLike(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false
  return ("role" in value && "content" in value) || ("from" in value && "value" in value)
}

function toMessage(value: unknown, role: Message["role"], field: string): Message {
  if (typeof value === "string") return { role, content: checkText(value, field) }
  if (typeof value !== "object" || value === null) {
    throw new RowFault({ field, found: showFound(value), expected: "a message {role, content}" })
  }
  const message = value as Record<string, unknown>
  const calls = toCalls(message["tool_calls"], `${field}.tool_calls`)
  const said = message["content"] === undefined ? message["value"] : message["content"]
  // What only calls tools says nothing beside.
  const content = calls !== "" && (said === null || said === undefined) ? "" : toContent(said, field)
  return {
    role: toRole(message["role"] ?? message["from"] ?? role, field),
    content: [content, calls].filter((part) => part !== "").join("\n"),
  }
}

/**
 * Calls of tools as text, since content is always a text: each as the JSON of its name and arguments
 * between marks, the way the chat templates of Hermes and Qwen write them.
 *
 * Example: `[{"function": {"name": "add", "arguments": "{\"a\": 1}"}}]` is
 * `<tool_call>\n{"name":"add","arguments":{"a":1}}\n</tool_call>`.
 */
function toCalls(value: unknown, field: string): string {
  if (value === undefined || value === null) return ""
  if (!Array.isArray(value)) {
    throw new RowFault({ field, found: showFound(value), expected: "a list of calls" })
  }
  return value
    .map((call, index) => {
      const { name, args } = readCall(call, `${field}[${index}]`)
      return checkText(
        `<tool_call>\n${JSON.stringify({ name, arguments: args })}\n</tool_call>`,
        `${field}[${index}]`,
      )
    })
    .join("\n")
}

function readCall(value: unknown, field: string): { name: string; args: unknown } {
  const call = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
  const inner = call["function"]
  const named = typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>) : call
  const name = named["name"]
  if (typeof name !== "string" || name === "") {
    throw new RowFault({ field, found: showFound(value), expected: "a call with a name and arguments" })
  }
  return { name, args: parsedArguments(named["arguments"] ?? {}) }
}

/** Arguments come as an object or as its JSON; what is no JSON stays the text it is. */
function parsedArguments(value: unknown): unknown {
  if (typeof value !== "string") return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

function toRole(value: unknown, field: string): Message["role"] {
  const known = typeof value === "string" ? value.trim().toLowerCase() : ""
  const role = Object.hasOwn(roles, known) ? roles[known] : undefined
  if (role) return role
  throw new RowFault({
    field: `${field}.role`,
    found: showFound(value),
    expected: "system, user, assistant or tool",
  })
}

function toContent(value: unknown, field: string): string {
  if (typeof value === "string") return checkText(value, `${field}.content`)
  if (Array.isArray(value))
    return value.map((part, index) => textPart(part, `${field}.content[${index}]`)).join("")
  throw new RowFault({ field: `${field}.content`, found: showFound(value), expected: "a text" })
}

function textPart(part: unknown, field: string): string {
  if (typeof part === "string") return checkText(part, field)
  const text =
    typeof part === "object" && part !== null ? (part as Record<string, unknown>)["text"] : undefined
  if (typeof text === "string") return checkText(text, field)
  throw new RowFault({ field, found: showFound(part), expected: "a text part; images cannot be shown" })
}
