import { z } from "zod"

export type PostResult<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly message: string }

const refusal = z.object({ error: z.object({ message: z.string() }) })

/** Sends a wish (as JSON) and reads the answer; never throws. */
export async function postExport<T>(
  path: string,
  body: string,
  schema: z.ZodType<T>,
  signal?: AbortSignal,
): Promise<PostResult<T>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      ...(signal && { signal }),
    })
    const answer: unknown = await response.json()
    if (response.ok) return { ok: true, data: schema.parse(answer) }
    const refused = refusal.safeParse(answer)
    return { ok: false, message: refused.success ? refused.data.error.message : "The server refused." }
  } catch {
    return { ok: false, message: "The server did not answer. Check the connection and try again." }
  }
}
