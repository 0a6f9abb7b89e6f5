import { z } from "zod"

/** What a person typed freely, by kind; each can be left or taken out when the person is erased. */
export const erasableTexts = {
  notes: "Notes, remarks on flags and skips, questions asked",
  rationales: "Reasons given with answers, rulings and reviews",
  edits: "Answers rewritten by the person",
} as const

export type ErasableText = keyof typeof erasableTexts
export const erasableTextNames = Object.keys(erasableTexts) as readonly ErasableText[]

/** Check boxes of a form: none, one, or a list. */
export const erasableTextsSchema = z
  .union([z.enum(erasableTextNames), z.array(z.enum(erasableTextNames))])
  .default([])
  .transform((value) => (Array.isArray(value) ? value : [value]))

/** Stands where the name was. */
export const erasedName = "Erased person"

export type ErasureReport = {
  /** Annotations that stay, under the pseudonym. */
  readonly annotations: number
  /** Of those, how many had a text that was taken out. */
  readonly textsErased: number
  readonly projects: readonly string[]
}
