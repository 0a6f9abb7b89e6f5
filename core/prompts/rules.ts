import { z } from "zod"

const empty = (value: unknown) => (value === "" || value === undefined ? null : value)
const percent = z.coerce
  .number("A share is a number from 0 to 100.")
  .min(0, "A share is at least 0 percent.")
  .max(100, "A share is at most 100 percent.")
  .transform((share) => Math.round(share * 100) / 100)

/** The rules for the prompts of a project. Ranges are the CHECKs of the table. */
export const dataRulesSchema = z
  .object({
    userCap: z.preprocess(
      empty,
      z.coerce
        .number("A whole number from 1 to 1,000,000, or nothing for no cap.")
        .int("A whole number from 1 to 1,000,000, or nothing for no cap.")
        .min(1, "At least 1; leave it empty for no cap.")
        .max(1_000_000, "At most 1,000,000; leave it empty for no cap.")
        .nullable(),
    ),
    splitTest: z.preprocess(empty, percent.nullable()),
    splitValidation: z.preprocess((value) => empty(value) ?? 0, percent),
  })
  .refine(({ splitTest, splitValidation }) => (splitTest ?? 0) + splitValidation <= 100, {
    error: "Test and validation together are at most 100 percent.",
    path: ["splitValidation"],
  })
export type DataRules = z.infer<typeof dataRulesSchema>
