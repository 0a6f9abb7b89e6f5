import type { z } from "zod"
import { DiptychError } from "@/core/errors"

/** Parses with a schema; a refusal names every field and what was expected there. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const fields: Record<string, string[]> = {}
  for (const issue of result.error.issues) {
    const name = issue.path.join(".") || "input"
    fields[name] = [...(fields[name] ?? []), issue.message]
  }
  const lines = Object.entries(fields).map(([name, messages]) => `${name}: ${messages.join(", ")}`)
  throw new DiptychError("INVALID_INPUT", `Please check what you entered. ${lines.join("; ")}.`, { fields })
}

/** `FormData` or search parameters as an object; a key given more than once becomes a list. */
export function toPlainObject(
  entries: FormData | URLSearchParams,
): Record<string, FormDataEntryValue | FormDataEntryValue[]> {
  const object: Record<string, FormDataEntryValue | FormDataEntryValue[]> = {}
  for (const key of new Set(entries.keys())) {
    // React adds fields of its own to the forms of server actions.
    if (key.startsWith("$ACTION")) continue
    const values = entries.getAll(key)
    const [only] = values
    object[key] = values.length === 1 && only !== undefined ? only : values
  }
  return object
}
