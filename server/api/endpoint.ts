import type { z } from "zod"
import { DiptychError } from "@/core/errors"
import type { InstancePermission, Permission } from "@/core/permissions"
import type { InstanceAccess, ProjectAccess } from "@/server/access"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import type { ApiKeyActor } from "@/server/actor"
import { parseInput, toPlainObject } from "@/server/http/parse-input"

/** What a call needs beside a key: permissions in the project of the path, one of the instance, or nothing. */
export type ApiAccess =
  | { readonly project: Permission }
  | { readonly instance: InstancePermission }
  | "any key"

type Granted<A extends ApiAccess> = A extends { readonly project: infer P extends Permission }
  ? ProjectAccess<P>
  : A extends { readonly instance: infer I extends InstancePermission }
    ? InstanceAccess<I>
    : ApiKeyActor

type Maybe = z.ZodType | undefined
type Parsed<S extends Maybe> = S extends z.ZodType ? z.output<S> : undefined

type Spec<A extends ApiAccess, P extends Maybe, Q extends Maybe, B extends Maybe> = {
  /** Of the operation, for generated clients: `listPrompts`. */
  readonly id: string
  readonly method: "GET" | "POST" | "DELETE"
  /** Behind `/api/v1`, with `{name}` for what varies. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly about?: string
  readonly access: A
  readonly params?: P
  readonly query?: Q
  /** A JSON body. */
  readonly body?: B
  /** Media type of a body that the endpoint reads itself, as a stream. */
  readonly rawBody?: string
  readonly status: 200 | 201 | 202 | 204
  /** Of a JSON answer; a media type for a stream; none for 204. */
  readonly answer?: z.ZodType | string
}

export type Call<A extends ApiAccess, P extends Maybe, Q extends Maybe, B extends Maybe> = {
  readonly request: Request
  readonly actor: ApiKeyActor
  readonly access: Granted<A>
  readonly params: Parsed<P>
  readonly query: Parsed<Q>
  readonly body: Parsed<B>
}

export type RawCall = {
  readonly request: Request
  readonly actor: ApiKeyActor
  readonly params: Readonly<Record<string, string>>
  /** The text of a JSON body, read once. */
  readonly text: string | null
}

/** An endpoint as the dispatcher and the documentation see it. */
export type Endpoint = Omit<Spec<ApiAccess, Maybe, Maybe, Maybe>, "access"> & {
  readonly access: ApiAccess
  readonly run: (call: RawCall) => Promise<Response | object | undefined>
}

/** One operation of the API. Its schemas validate the call and are its documentation. */
export function endpoint<
  const A extends ApiAccess,
  P extends Maybe = undefined,
  Q extends Maybe = undefined,
  B extends Maybe = undefined,
>(
  spec: Spec<A, P, Q, B>,
  handler: (call: Call<A, P, Q, B>) => Promise<Response | object | undefined>,
): Endpoint {
  return {
    ...spec,
    run: async ({ request, actor, params, text }) =>
      handler({
        request,
        actor,
        // Before parsing: a stranger does not learn what would have been expected.
        access: (await grant(spec.access, actor, params["slug"])) as Granted<A>,
        params: parse(spec.params, params),
        query: parse(spec.query, toPlainObject(new URL(request.url).searchParams)),
        body: spec.body ? (parseInput(spec.body, toJson(text)) as Parsed<B>) : (undefined as Parsed<B>),
      }),
  }
}

async function grant(access: ApiAccess, actor: ApiKeyActor, slug: string | undefined) {
  if (access === "any key") return actor
  if ("instance" in access) return requireInstanceAccess(actor, access.instance)
  return requireProjectAccess(actor, slug ?? "", access.project)
}

function parse<S extends Maybe>(schema: S | undefined, input: unknown): Parsed<S> {
  return (schema && parseInput(schema, input)) as Parsed<S>
}

function toJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "")
  } catch {
    throw new DiptychError(
      "INVALID_INPUT",
      "The body is not JSON. Send an object, as the documentation has it.",
      {
        fields: { body: ["expected JSON"] },
      },
    )
  }
}
