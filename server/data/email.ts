import { z } from "zod"

/** As stored: trimmed and in lower case, so that one person has one account. */
export function toEmail(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase()
}

export const emailSchema = z
  .string()
  .transform(toEmail)
  .pipe(z.email("That is not an e-mail address; expected name@example.org.").max(320))

/** Of a form's field: empty = none. */
export const optionalEmailSchema = z
  .string()
  .transform((text) => (text.trim() === "" ? null : text))
  .pipe(emailSchema.nullable())
