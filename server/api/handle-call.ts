import { createHash } from "node:crypto"
import { DiptychError } from "@/core/errors"
import type { ApiKeyActor } from "@/server/actor"
import type { Endpoint } from "@/server/api/endpoint"
import { toProblem } from "@/server/api/problem"
import { endpoints } from "@/server/api/registry"
import { requireApiActor } from "@/server/auth/api-key"
import { beginCall, endCall, forgetCall } from "@/server/data/api/calls"
import { requireWithinLimit } from "@/server/data/rate-limit"
import { leftAnswer } from "@/server/http/left-answer"

/** Calls of one key. There is nothing to guess about keys, so nothing counts refused ones. */
const limit = { max: 600, seconds: 60 } as const
const maxBytes = 1024 * 1024

/** One call of the HTTP API: find the endpoint, the key, the permission; check; run; answer. */
export async function handleCall(request: Request, path: readonly string[]): Promise<Response> {
  try {
    const { endpoint, params } = find(request.method, path)
    const actor = await requireApiActor(request.headers)
    await requireWithinLimit(`api:${actor.keyId}`, limit)
    const text = endpoint.body ? await readText(request) : null
    const key = request.method === "POST" ? request.headers.get("idempotency-key") : null
    const answer = async () => toAnswer(endpoint, await endpoint.run({ request, actor, params, text }))
    return await (key === null ? answer() : once(actor, key, request, text, answer))
  } catch (thrown) {
    return leftAnswer(request, thrown) ?? toProblem(thrown)
  }
}

function find(method: string, path: readonly string[]) {
  const there = endpoints.flatMap((endpoint) => {
    const params = match(endpoint.path, path)
    return params ? [{ endpoint, params }] : []
  })
  const found = there.find(({ endpoint }) => endpoint.method === method)
  if (found) return found
  throw new DiptychError(
    "NOT_FOUND",
    there.length > 0
      ? `${method} is not offered here; there is ${there.map(({ endpoint }) => endpoint.method).join(", ")}.`
      : "There is no such address in the API. /api/v1/openapi.json lists all.",
  )
}

/** `/projects/{slug}/tasks` and `["projects", "tone", "tasks"]` give `{ slug: "tone" }`. */
export function match(pattern: string, path: readonly string[]): Record<string, string> | undefined {
  const parts = pattern.split("/").slice(1)
  if (parts.length !== path.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, part] of parts.entries()) {
    const given = path[index] ?? ""
    if (part.startsWith("{")) params[part.slice(1, -1)] = given
    else if (part !== given) return undefined
  }
  return params
}

/**
 * The same call under the same key takes effect once; repeated, it is answered as the first time. A file that
 * is sent as the body is not compared: it would have to be read to its end.
 */
async function once(
  actor: ApiKeyActor,
  key: string,
  request: Request,
  text: string | null,
  answer: () => Promise<Response>,
): Promise<Response> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new DiptychError("INVALID_INPUT", "Idempotency-Key: expected 1 to 255 visible characters.")
  }
  const { pathname, search } = new URL(request.url)
  const hash = createHash("sha256")
    .update(`${request.method} ${pathname}${search}\n${text ?? ""}`)
    .digest("hex")
  const before = await beginCall(actor.keyId, key, hash)
  if (before) return toJson(before.body, before.status, { "idempotency-replayed": "true" })
  const response = await answer().catch(toProblem)
  const body = await response.clone().text()
  // What may go well next time is not kept: too many requests, a database away, a fault of ours.
  if (response.status >= 500 || response.status === 429) await forgetCall(actor.keyId, key)
  else await endCall(actor.keyId, key, { status: response.status, body })
  return response
}

function toAnswer(endpoint: Endpoint, value: Response | object | undefined): Response {
  if (value instanceof Response) return value
  if (value === undefined)
    return new Response(null, { status: 204, headers: { "cache-control": "no-store" } })
  return toJson(JSON.stringify(value), endpoint.status)
}

function toJson(body: string, status: number, more: Record<string, string> = {}): Response {
  const type = status >= 400 ? "application/problem+json" : "application/json"
  return new Response(status === 204 ? null : body, {
    status,
    headers: { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store", ...more },
  })
}

async function readText(request: Request): Promise<string> {
  const decoder = new TextDecoder()
  let [text, bytes] = ["", 0]
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) {
      throw new DiptychError("TOO_LARGE", `The body is larger than ${maxBytes} bytes.`, { maxBytes })
    }
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
