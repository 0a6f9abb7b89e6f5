import { z } from "zod"
import { problemResource } from "@/core/api/resources"
import type { ApiAccess, Endpoint } from "@/server/api/endpoint"
import { endpoints } from "@/server/api/registry"

type Json = Readonly<Record<string, unknown>>

/** Draft 2020-12, which is what OpenAPI 3.1 speaks. */
function toSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" })
  return rest
}

/** The document of the API, out of the very schemas that check its calls. */
export function toOpenApi(origin: string): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(endpoint) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Diptych",
      version: "1",
      description:
        "Everything of a project for programs. Keys: settings of the project, or `diptych api-key create`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: `${origin}/api/v1` }],
    security: [{ key: [] }],
    tags: [...new Set(endpoints.map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "A key that begins with dip_." },
      },
      schemas: { Problem: toSchema(problemResource, "output") },
    },
  }
}

/** The scope a key needs, or null where any key will do. */
export function scopeOf(access: ApiAccess): string | null {
  if (access === "any key") return null
  return "project" in access ? access.project : access.instance
}

function operationOf(endpoint: Endpoint): Json {
  const scope = scopeOf(endpoint.access)
  const needs = scope === null ? "Any key." : `Scope: \`${scope}\`.`
  return {
    operationId: endpoint.id,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    description: [endpoint.about, needs].filter(Boolean).join("\n\n"),
    parameters: [
      ...parametersOf("path", endpoint.params),
      ...parametersOf("query", endpoint.query),
      ...(endpoint.method === "POST" ? [idempotencyKey] : []),
    ],
    ...bodyOf(endpoint),
    responses: {
      [endpoint.status]: { description: "Done.", ...contentOf(endpoint.answer) },
      default: {
        description: "What was wrong, by RFC 9457.",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  }
}

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "The same call again under the same key, within a day, is answered as the first time.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
}

function parametersOf(place: "path" | "query", schema: z.ZodType | undefined): Json[] {
  if (!schema) return []
  const { properties, required } = toSchema(schema, "input") as {
    properties?: Record<string, Json>
    required?: readonly string[]
  }
  return Object.entries(properties ?? {}).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === "path" || (required ?? []).includes(name),
    ...(description !== undefined && { description }),
    schema: rest,
  }))
}

function bodyOf(endpoint: Endpoint): Json {
  if (endpoint.rawBody) {
    return {
      requestBody: {
        required: true,
        content: { [endpoint.rawBody]: { schema: { type: "string", format: "binary" } } },
      },
    }
  }
  if (!endpoint.body) return {}
  const schema = toSchema(endpoint.body, "input")
  return { requestBody: { required: true, content: { "application/json": { schema } } } }
}

function contentOf(answer: Endpoint["answer"]): Json {
  if (answer === undefined) return {}
  if (typeof answer === "string")
    return { content: { [answer]: { schema: { type: "string", format: "binary" } } } }
  return { content: { "application/json": { schema: toSchema(answer, "output") } } }
}
