import { DiptychError } from "@/core/errors"
import { toPlainObject } from "@/server/http/parse-input"
import { runNextAuth } from "@/server/auth/run-next-auth"

/** What next-auth answers to a request of its own addresses (`/api/auth/…`). */
export async function answerAuthRequest(request: Request, path: readonly string[]): Promise<Response> {
  if (path[0] === "_log") throw new DiptychError("NOT_FOUND", "There is nothing here.")
  const answer = await runNextAuth({
    method: request.method,
    path,
    query: toStrings(toPlainObject(new URL(request.url).searchParams)),
    body: await readForm(request),
    headers: request.headers,
  })
  const headers = new Headers({ "cache-control": "no-store" })
  for (const cookie of answer.setCookies) headers.append("set-cookie", cookie)
  if (answer.location) {
    headers.set("location", answer.location)
    return new Response(null, { status: 302, headers })
  }
  const { status, body } = answer
  return typeof body === "object" && body !== null
    ? Response.json(body, { status, headers })
    : new Response(typeof body === "string" ? body : null, { status, headers })
}

async function readForm(request: Request): Promise<Record<string, string>> {
  if (request.method !== "POST") return {}
  const type = request.headers.get("content-type") ?? ""
  if (type.includes("application/json")) return toStrings((await request.json()) as Record<string, unknown>)
  if (type.includes("urlencoded")) return Object.fromEntries(new URLSearchParams(await request.text()))
  return {}
}

function toStrings(object: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  )
}
