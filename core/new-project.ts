import { z } from "zod"
import { DiptychError } from "@/core/errors"
import { parsePairing } from "@/core/pairing/policy"
import { pairingOfPreset, presetNames } from "@/core/presets/registry"

export const slugPattern = /^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/

const pairing = z.string().transform((text, context) => {
  try {
    return parsePairing(text)
  } catch (error) {
    const message = error instanceof DiptychError ? error.message : "Unknown pairing policy."
    context.addIssue({ code: "custom", message })
    return z.NEVER
  }
})

/** What a person gives to make a project; everything but the slug has a default. */
export const newProjectSchema = z
  .strictObject({
    slug: z.string().regex(slugPattern, "expected 1 to 64 of a-z, 0-9 and -, not at an end"),
    name: z.string().trim().max(200).optional(),
    description: z.string().max(2000).default(""),
    guidelines: z.string().max(200_000).default(""),
    preset: z.enum(presetNames).default("pairwise-tie"),
    overlap: z.coerce.number().int().min(1).max(100).default(1),
    /** Default: what the preset is meant for. */
    pairing: pairing.optional(),
  })
  .transform((input) => ({
    ...input,
    name: input.name || input.slug,
    pairing: input.pairing ?? parsePairing(pairingOfPreset(input.preset)),
  }))

export type NewProjectInput = z.input<typeof newProjectSchema>
export type NewProject = z.output<typeof newProjectSchema>

/** Throws INVALID_INPUT that names the first wrong field. */
export function parseNewProject(input: unknown): NewProject {
  const parsed = newProjectSchema.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join(".") ?? ""
  throw new DiptychError("INVALID_INPUT", `The project's ${field || "input"} is wrong: ${issue?.message}`, {
    fields: parsed.error.issues.map((one) => ({ field: one.path.join("."), message: one.message })),
  })
}
