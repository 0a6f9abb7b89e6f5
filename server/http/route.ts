import { unstable_rethrow } from "next/navigation"
import type { z } from "zod"
import { DiptychError } from "@/core/errors"
import type { UserActor } from "@/server/actor"
import { getActor } from "@/server/auth/get-actor"
import { requireWithinLimit } from "@/server/data/rate-limit"
import type { AccessSpec, Granted } from "@/server/http/access-spec"
import { grantAccess } from "@/server/http/access-spec"
import { toErrorResponse } from "@/server/http/error-answer"
import { leftAnswer } from "@/server/http/left-answer"
import { parseInput, toPlainObject } from "@/server/http/parse-input"
import { requestAddress } from "@/server/http/request-origin"
import { requireSameOrigin } from "@/server/http/same-origin"

/** A schema, or none; what was not asked for is not read. */
type Maybe = z.ZodType | undefined
type Parsed<S extends Maybe> = S extends z.ZodType ? z.output<S> : undefined

export type RouteSpec<A extends AccessSpec, P extends Maybe, Q extends Maybe, B extends Maybe> = {
  readonly access: A
  /** The dynamic parts of the path. */
  readonly params?: P
  readonly query?: Q
  /** JSON or a form. Leave it out to read `request.body` yourself as a stream (imports). */
  readonly body?: B
  /** Longest JSON body in bytes; 1 MiB unless said otherwise. */
  readonly maxBytes?: number
  /** At most `max` calls in `seconds`, counted per person, or per address for the public. */
  readonly limit?: { readonly name: string; readonly max: number; readonly seconds: number }
}

export type RouteCall<A extends AccessSpec, P extends Maybe, Q extends Maybe, B extends Maybe> = {
  readonly request: Request
  readonly access: Granted<A>
  readonly actor: UserActor | null
  readonly params: Parsed<P>
  readonly query: Parsed<Q>
  readonly body: Parsed<B>
}

/** As Next calls it; a path without dynamic parts has no parameters at all. */
export type RouteContext = {
  readonly params: Promise<Record<string, string | string[] | undefined> | undefined>
}

/**
 * Makes a route handler: actor → access → parse → use case → error map. What the handler returns
 * is sent as JSON; a `Response` (a stream, a file) is sent as it is, nothing as 204.
 *
 *     export const POST = route(
 *       { access: { project: "annotations:create" }, body: claimSchema },
 *       ({ access, body }) => claimTasks(access, body.count),
 *     )
 *
 * The project of `access: { project: … }` is the path's `[slug]`. Unsafe methods are taken from our
 * own pages only (Sec-Fetch-Site, Origin). Access comes before parsing: a stranger neither makes the
 * server read anything large nor learns what it would have expected.
 */
export function route<
  const A extends AccessSpec,
  P extends Maybe = undefined,
  Q extends Maybe = undefined,
  B extends Maybe = undefined,
>(
  spec: RouteSpec<A, P, Q, B>,
  handler: (call: RouteCall<A, P, Q, B>) => Promise<Response | object | undefined>,
): (request: Request, context: RouteContext) => Promise<Response> {
  return async (request, context) => {
    try {
      if (!safeMethods.has(request.method)) requireSameOrigin(request.headers)
      const rawParams = (await context.params) ?? {}
      const actor = await getActor(request.headers)
      const access = await grantAccess(spec.access, actor, rawParams.slug)
      if (spec.limit) await requireWithinLimit(limitKey(spec.limit.name, actor, request), spec.limit)
      const params = parseMaybe(spec.params, rawParams)
      const query = parseMaybe(spec.query, toPlainObject(new URL(request.url).searchParams))
      const body = (spec.body && parseInput(spec.body, await readBody(request, spec.maxBytes))) as Parsed<B>
      return toResponse(await handler({ request, access, actor, params, query, body }))
    } catch (thrown) {
      unstable_rethrow(thrown)
      return leftAnswer(request, thrown) ?? toErrorResponse(thrown)
    }
  }
}

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"])

function parseMaybe<S extends Maybe>(schema: S | undefined, input: unknown): Parsed<S> {
  return (schema && parseInput(schema, input)) as Parsed<S>
}

function limitKey(name: string, actor: UserActor | null, request: Request): string {
  return actor ? `${name}:user:${actor.userId}` : `${name}:address:${requestAddress(request.headers)}`
}

async function readBody(request: Request, maxBytes = 1024 * 1024): Promise<unknown> {
  const type = request.headers.get("content-type") ?? ""
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge(maxBytes)
  if (/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(type)) {
    return toPlainObject(await request.formData())
  }
  const text = await readText(request, maxBytes)
  try {
    return JSON.parse(text)
  } catch {
    throw new DiptychError("INVALID_INPUT", "The body is not JSON. Send an object as application/json.")
  }
}

/** Counts while it reads: a chunked body states no length. */
async function readText(request: Request, maxBytes: number): Promise<string> {
  if (!request.body) return ""
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ""
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function tooLarge(maxBytes: number): DiptychError {
  return new DiptychError("TOO_LARGE", `The request is larger than ${maxBytes} bytes.`, { maxBytes })
}

function toResponse(value: Response | object | undefined): Response {
  if (value instanceof Response) return value
  const headers = { "cache-control": "no-store" }
  return value === undefined
    ? new Response(null, { status: 204, headers })
    : Response.json(value, { headers })
}
