/** Why a task was not judged. Stored in Assignment.skipReason; the keys never change, labels may. */
export const skipReasons = [
  { reason: "not-my-field", label: "I do not know enough to judge this" },
  { reason: "other-language", label: "I do not read this language" },
  { reason: "broken", label: "The text is broken or missing" },
  { reason: "harmful", label: "I do not want to read this" },
  { reason: "personal-data", label: "It holds private data of a person" },
  { reason: "unclear", label: "The prompt cannot be understood" },
  { reason: "other", label: "Another reason" },
] as const

export type SkipReason = (typeof skipReasons)[number]["reason"]

export function isSkipReason(reason: string): reason is SkipReason {
  return skipReasons.some((known) => known.reason === reason)
}
