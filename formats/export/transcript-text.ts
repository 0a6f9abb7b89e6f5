import type { Messages } from "@/core/messages"
import type { SkipReason } from "@/formats/export/skip-reasons"
import type { ExportSettings } from "@/formats/export/settings"

type Template = {
  readonly label: string
  /** What comes before and after each turn. */
  readonly before: Readonly<Record<"system" | "user" | "assistant", string>>
  readonly after: string
  /** What no text may contain: readers would see a turn there. */
  readonly markers: readonly string[]
}

/** Ways to write a conversation as one string. */
export const templates: Readonly<Record<ExportSettings["template"], Template>> = {
  human_assistant: {
    label: "Human: / Assistant:, as in HH-RLHF",
    before: { system: "\n\nSystem: ", user: "\n\nHuman: ", assistant: "\n\nAssistant: " },
    after: "",
    markers: ["\n\nHuman:", "\n\nAssistant:", "\n\nSystem:"],
  },
  user_assistant: {
    label: "User: / Assistant:",
    before: { system: "System: ", user: "User: ", assistant: "Assistant: " },
    after: "\n",
    markers: ["\nUser:", "\nAssistant:", "\nSystem:"],
  },
  chatml: {
    label: "ChatML (<|im_start|>)",
    before: {
      system: "<|im_start|>system\n",
      user: "<|im_start|>user\n",
      assistant: "<|im_start|>assistant\n",
    },
    after: "<|im_end|>\n",
    markers: ["<|im_start|>", "<|im_end|>"],
  },
}

/**
 * A conversation as prompt text, up to and with the words that open the answer. The space after
 * `Assistant:` belongs to the answer, as tokenisers expect.
 *
 * Example, human_assistant: `[user "Hi"]` and "Hello." are "\n\nHuman: Hi\n\nAssistant:" and " Hello.".
 */
export function toPromptText(messages: Messages, name: ExportSettings["template"]): string {
  const { before } = templates[name]
  return (
    toTranscript(messages, name) + before.assistant.trimEnd() + (before.assistant.endsWith("\n") ? "\n" : "")
  )
}

export function toAnswerText(answer: string, name: ExportSettings["template"]): string {
  const { before, after } = templates[name]
  return (before.assistant.endsWith(" ") ? " " : "") + answer + after.trimEnd()
}

export function toTranscript(messages: Messages, name: ExportSettings["template"]): string {
  const { before, after } = templates[name]
  return messages.map(({ role, content }) => (role === "tool" ? "" : before[role] + content + after)).join("")
}

/** Why these texts cannot be written as one string and read back. */
export function transcriptProblem(
  texts: readonly Messages[],
  name: ExportSettings["template"],
): SkipReason | undefined {
  const { markers } = templates[name]
  for (const { role, content } of texts.flat()) {
    if (role === "tool") return "tool_turn"
    if (markers.some((marker) => content.includes(marker))) return "contains_marker"
  }
  return undefined
}
