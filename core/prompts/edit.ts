import { z } from "zod"

const clean = (text: string) => text.normalize("NFC").trim()

/** Tags without white space around them, each once, none empty. */
export function toTags(list: readonly string[]): string[] {
  return [...new Set(list.map(clean).filter(Boolean))]
}

/** Empty = as it is on each prompt; a single `-` = none. */
const word = (what: string) =>
  z
    .string()
    .transform(clean)
    .refine((text) => text.length <= 100, `${what} has at most 100 characters.`)
    .transform((text) => (text === "" ? undefined : text === "-" ? null : text))
    .optional()

const tags = z
  .string()
  .transform((list) => toTags(list.split(",")))
  .refine((list) => list.length <= 50 && list.every((tag) => tag.length <= 100), {
    error: "At most 50 tags of at most 100 characters each, divided by commas.",
  })
  .default([])

/** A change of what is said about prompts, as a form sends it; their texts never change. */
export const promptEditSchema = z
  .object({ useCase: word("A use case"), language: word("A language"), addTags: tags, removeTags: tags })
  .refine(
    ({ useCase, language, addTags, removeTags }) =>
      useCase !== undefined || language !== undefined || addTags.length + removeTags.length > 0,
    { error: "Nothing to change: fill in at least one field.", path: ["useCase"] },
  )
/** undefined = as it is on each prompt, null = none. */
export type PromptEdit = {
  readonly useCase?: string | null | undefined
  readonly language?: string | null | undefined
  readonly addTags: readonly string[]
  readonly removeTags: readonly string[]
}
