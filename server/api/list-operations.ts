import { z } from "zod"
import type { OperationGroup, OperationView } from "@/core/api/operation"
import type { Endpoint } from "@/server/api/endpoint"
import { scopeOf } from "@/server/api/openapi"
import { endpoints } from "@/server/api/registry"

type Property = { readonly type?: string; readonly enum?: readonly string[]; readonly description?: string }

/** The registry as the documentation page shows it, group by group. */
export function listOperations(): OperationGroup[] {
  const tags = [...new Set(endpoints.map((endpoint) => endpoint.tag))]
  return tags.map((tag) => ({
    tag,
    operations: endpoints.filter((endpoint) => endpoint.tag === tag).map(toView),
  }))
}

function toView(endpoint: Endpoint): OperationView {
  const { id, method, path, summary, about = null, access, answer } = endpoint
  return {
    id,
    method,
    path: `/api/v1${path}`,
    summary,
    about,
    scope: scopeOf(access),
    fields: [
      ...fieldsOf("path", endpoint.params),
      ...fieldsOf("query", endpoint.query),
      ...fieldsOf("body", endpoint.body),
    ],
    answer: typeof answer === "object" ? JSON.stringify(toAnswerSchema(answer), null, 2) : (answer ?? ""),
  }
}

function toAnswerSchema(answer: z.ZodType) {
  const { $schema: _schema, ...schema } = z.toJSONSchema(answer, { io: "output", unrepresentable: "any" })
  return schema
}

function fieldsOf(place: "path" | "query" | "body", schema: z.ZodType | undefined): OperationView["fields"] {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
  }) as { properties?: Record<string, Property>; required?: readonly string[] }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    place,
    type: property.enum?.join(" | ") ?? property.type ?? "any",
    required: required.includes(name),
    about: property.description ?? "",
  }))
}
