import { randomUUID } from "node:crypto"
import { beforeAll, expect, test } from "vitest"
import { z } from "zod"
import { apiKeyCreateCommand } from "@/cli/commands/api-key-create"
import { apiKeyListCommand } from "@/cli/commands/api-key-list"
import { apiKeyRevokeCommand } from "@/cli/commands/api-key-revoke"
import type { ApiScope } from "@/core/api/scopes"
import { apiScopeNames } from "@/core/api/scopes"
import { duplicatePromptResource, exportStateResource, importResource } from "@/core/api/resources"
import type { ProjectRole } from "@/core/permissions"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { handleCall, match } from "@/server/api/handle-call"
import { toOpenApi } from "@/server/api/openapi"
import { endpoints } from "@/server/api/registry"
import { createApiKey } from "@/server/auth/api-key"
import { addMember } from "@/server/auth/create-user"
import { db, pool } from "@/server/data/db"
import { createImportRun } from "@/server/data/import-runs"
import { startExporter } from "@/server/export/jobs/start-exporter"
import { createExport } from "@/tests/support/create-export"
import { addAnswers, addPerson, addTask, createScene } from "@/tests/support/judged-project"

const cli = { kind: "cli" } as const
const run = async (
  command: typeof apiKeyCreateCommand,
  positionals: string[],
  values: Record<string, string | boolean> = {},
) => command.run({ positionals, values, say: () => {}, signal: new AbortController().signal })

type Wish = { body?: unknown; raw?: string; headers?: Record<string, string> }
async function call(key: string | null, method: string, path: string, { body, raw, headers }: Wish = {}) {
  const url = `http://api.test/api/v1${path}`
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  const request = new Request(url, {
    method,
    headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
    ...(sent !== undefined && { body: sent }),
  })
  const response = await handleCall(request, new URL(url).pathname.split("/").slice(3))
  const text = response.status === 204 ? "" : await response.clone().text()
  const json = /json/.test(response.headers.get("content-type") ?? "") ? (JSON.parse(text) as Json) : {}
  return { status: response.status, json, response }
}
type Json = Record<string, unknown> & { data?: Record<string, unknown>[]; next?: string | null }

async function keyFor(
  slug: string,
  role: ProjectRole,
  scopes: readonly ApiScope[] = apiScopeNames,
  days: number | null = 30,
) {
  const access = await requireProjectAccess(cli, slug, "project:update", "members:update")
  const { userId } = await addMember(access, { email: `${randomUUID()}@example.org`, role })
  return { ...(await createApiKey(access, { userId, name: "test", scopes, days })), userId, access }
}

let slug: string
let owner: string
beforeAll(async () => {
  const scene = await createScene(`api-${randomUUID().slice(0, 8)}`)
  slug = scene.access.slug
  const ada = await addPerson(scene, "Ada")
  for (let i = 0; i < 5; i++) {
    const task = await addTask(scene, `Question ${i}`)
    await addAnswers(scene, task.id, ada, [{ preference: "A", flag: "spam", note: "n" }])
  }
  owner = (await keyFor(slug, "OWNER")).key
  await createExport(await requireProjectAccess(cli, slug, "exports:create"), {
    format: "raw_annotations",
    settings: {},
  })
  await createImportRun(await requireProjectAccess(cli, slug, "imports:create"))
})

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0]
type Answered = { responses: Record<string, { content: Record<string, { schema: JsonSchema }> }> }

/** The schema that the OpenAPI document gives for the answer of a GET. */
function documented(path: string): JsonSchema {
  const { paths } = toOpenApi("http://api.test") as { paths: Record<string, { get: Answered }> }
  return paths[path]?.get.responses["200"]?.content["application/json"]?.schema ?? false
}

/** Every list and single resource there is, so that a new endpoint is tested too. */
const readers = endpoints.filter(({ method, answer }) => method === "GET" && typeof answer === "object")

test.each(readers.map((endpoint) => [endpoint.id, endpoint] as const))(
  "%s answers exactly what its schema says",
  async (_, endpoint) => {
    const listPath = endpoint.path.replace("/{id}", "").replace("{slug}", slug)
    const list = await call(owner, "GET", listPath)
    expect(list.status).toBe(200)
    const answer = endpoint.path.endsWith("{id}")
      ? await call(owner, "GET", `${listPath}/${String(list.json.data?.[0]?.["id"])}`)
      : list
    expect(answer.status).toBe(200)
    ;(endpoint.answer as z.ZodType).parse(answer.json)
    // What other programs are told, too: the document's schema, read back by itself.
    z.fromJSONSchema(documented(endpoint.path)).parse(answer.json)
  },
)

test("lists are walked by cursors, each row once, whatever the page size", async () => {
  for (const what of ["prompts", "completions", "tasks", "annotations", "members"]) {
    const all = (await call(owner, "GET", `/projects/${slug}/${what}?limit=200`)).json.data ?? []
    const walked: unknown[] = []
    let next: string | null | undefined = ""
    while (next !== null) {
      const page: Json = (
        await call(owner, "GET", `/projects/${slug}/${what}?limit=2${next ? `&cursor=${next}` : ""}`)
      ).json
      walked.push(...(page.data ?? []))
      next = page.next ?? null
    }
    expect(walked, what).toEqual(all)
    expect(all.length, what).toBeGreaterThan(1)
  }
  expect((await call(owner, "GET", `/projects/${slug}/tasks?cursor=nonsense`)).status).toBe(400)
})

test("annotations carry pseudonyms, and no id or name of a person", async () => {
  const { json } = await call(owner, "GET", `/projects/${slug}/annotations`)
  const people = await db().user.findMany({ select: { id: true, email: true } })
  const text = JSON.stringify(json)
  for (const { id, email } of people) {
    expect(text).not.toContain(id)
    expect(text).not.toContain(email)
  }
  expect(json.data?.[0]).toMatchObject({ status: "ACCEPTED", comparisons: [{ preference: "A", level: 1 }] })
})

test("no key, a wrong one, a revoked one, one past its time, one of a closed account: 401 as a problem", async () => {
  const made = await keyFor(slug, "ADMIN")
  const path = `/projects/${slug}`
  expect((await call(made.key, "GET", path)).status).toBe(200)
  const refused = await call(null, "GET", path)
  expect(refused.status).toBe(401)
  expect(refused.response.headers.get("content-type")).toMatch("application/problem+json")
  expect(refused.response.headers.get("www-authenticate")).toMatch("Bearer")
  expect(refused.json).toMatchObject({
    type: "urn:diptych:NOT_SIGNED_IN",
    status: 401,
    code: "NOT_SIGNED_IN",
  })
  expect((await call(`${made.key}x`, "GET", path)).status).toBe(401)
  expect((await call("dip_", "GET", path)).status).toBe(401)
  await db().apiKey.update({ where: { id: made.id }, data: { expiresAt: new Date(Date.now() - 1) } })
  expect((await call(made.key, "GET", path)).status).toBe(401)
  await db().apiKey.update({ where: { id: made.id }, data: { expiresAt: null } })
  await db().user.update({ where: { id: made.userId }, data: { disabledAt: new Date() } })
  expect((await call(made.key, "GET", path)).status).toBe(401)
  await db().user.update({ where: { id: made.userId }, data: { disabledAt: null } })
  await run(apiKeyRevokeCommand, [made.id])
  expect((await call(made.key, "GET", path)).status).toBe(401)
})

test("only the key's hash is kept", async () => {
  const { key, id } = await keyFor(slug, "ADMIN")
  const { rows } = await pool().query<{ row: string }>(
    `SELECT k::text AS row FROM "ApiKey" k WHERE "id" = $1`,
    [id],
  )
  expect(rows[0]?.row).not.toContain(key)
  expect(JSON.stringify(await db().auditEvent.findMany({ select: { after: true } }))).not.toContain(key)
})

test("a key has never more than its scopes, nor more than its person's role", async () => {
  const reader = await keyFor(slug, "ADMIN", ["project:read", "tasks:read"])
  expect((await call(reader.key, "GET", `/projects/${slug}/tasks`)).status).toBe(200)
  expect((await call(reader.key, "GET", `/projects/${slug}/prompts`)).status).toBe(403)
  const annotator = await keyFor(slug, "ANNOTATOR")
  expect((await call(annotator.key, "GET", `/projects/${slug}`)).status).toBe(200)
  expect((await call(annotator.key, "GET", `/projects/${slug}/annotations`)).status).toBe(403)
  // The role is read at each call.
  await db().membership.deleteMany({ where: { userId: annotator.userId } })
  expect((await call(annotator.key, "GET", `/projects/${slug}`)).status).toBe(404)
})

test("a key of one project knows no other, and makes none, even for the owner of the instance", async () => {
  const other = await createScene(`api-${randomUUID().slice(0, 8)}`)
  const { key, userId } = await keyFor(slug, "OWNER")
  await db().user.update({ where: { id: userId }, data: { role: "OWNER" } })
  expect((await call(key, "GET", `/projects/${other.access.slug}`)).status).toBe(404)
  expect((await call(key, "GET", "/projects")).json.data?.map((row) => row["slug"])).toEqual([slug])
  expect((await call(key, "POST", "/projects", { body: { slug: "mine" } })).status).toBe(403)
})

test("a key of the instance makes projects, once per Idempotency-Key", async () => {
  const { userId } = await keyFor(slug, "OWNER")
  await db().user.update({ where: { id: userId }, data: { role: "OWNER" } })
  const { key } = await createApiKey(requireInstanceAccess(cli, "instance:manage"), {
    userId,
    name: "i",
    scopes: apiScopeNames,
    days: null,
  })
  const name = `made-${randomUUID().slice(0, 8)}`
  const wish = { body: { slug: name, preset: "arena" }, headers: { "idempotency-key": "once-1" } }
  const [first, again] = [
    await call(key, "POST", "/projects", wish),
    await call(key, "POST", "/projects", wish),
  ]
  expect(first).toMatchObject({ status: 201, json: { slug: name } })
  expect(again).toMatchObject({ status: 201, json: { slug: name } })
  expect(again.response.headers.get("idempotency-replayed")).toBe("true")
  expect((await call(key, "POST", "/projects", { body: { slug: name } })).status).toBe(409)
  const otherBody = { ...wish, body: { slug: `${name}-b` } }
  expect((await call(key, "POST", "/projects", otherBody)).status).toBe(400)
  const events = await db().auditEvent.findMany({ where: { actorKind: "api-key", action: "project:create" } })
  expect(events).toMatchObject([{ actorId: userId }])
})

test("ten calls at once under one Idempotency-Key take effect once", async () => {
  const email = `${randomUUID()}@example.org`
  const wish = { body: { email, role: "ANNOTATOR" }, headers: { "idempotency-key": randomUUID() } }
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => call(owner, "POST", `/projects/${slug}/members`, wish)),
  )
  const statuses = new Set(answers.map((answer) => answer.status))
  for (const status of statuses) expect([201, 409]).toContain(status)
  expect(
    answers.filter(({ status, response }) => status === 201 && !response.headers.has("idempotency-replayed")),
  ).toHaveLength(1)
  expect(
    await db().auditEvent.count({
      where: { action: "user:create", subjectId: String(answers.find((a) => a.status === 201)?.json["id"]) },
    }),
  ).toBe(1)
})

test("what is wrong is named by field; unknown addresses and methods are not found", async () => {
  const wrong = await call(owner, "POST", `/projects/${slug}/members`, {
    body: { email: "a@b.c", role: "KING", x: 1 },
  })
  expect(wrong.status).toBe(400)
  expect(wrong.json).toMatchObject({
    code: "INVALID_INPUT",
    details: { fields: { role: [expect.any(String)] } },
  })
  expect((await call(owner, "POST", `/projects/${slug}/members`, { raw: "{not json" })).status).toBe(400)
  expect((await call(owner, "GET", "/nothing")).status).toBe(404)
  expect((await call(owner, "DELETE", `/projects/${slug}/tasks`)).status).toBe(404)
  expect((await call(owner, "GET", `/projects/${slug}/tasks/none`)).status).toBe(400)
  expect((await call(owner, "GET", `/projects/${slug}/tasks?limit=1000`)).status).toBe(400)
  const large = JSON.stringify({ email: "x".repeat(1024 * 1024), role: "ANNOTATOR" })
  expect((await call(owner, "POST", `/projects/${slug}/members`, { raw: large })).status).toBe(413)
})

test("members are added and taken out; the last owner stays", async () => {
  const body = { email: `${randomUUID()}@example.org`, role: "REVIEWER", name: "Rae" }
  const { json } = await call(owner, "POST", `/projects/${slug}/members`, { body })
  expect(json).toMatchObject({ added: true, email: body.email })
  expect((await call(owner, "DELETE", `/projects/${slug}/members/${String(json["id"])}`)).status).toBe(204)
  expect((await call(owner, "DELETE", `/projects/${slug}/members/${String(json["id"])}`)).status).toBe(404)
})

const rowsOf = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    JSON.stringify({
      prompt: `P${i}`,
      completions: [
        { model: "a", text: `x${i}` },
        { model: "b", text: `y${i}` },
      ],
    }),
  ).join("\n")

test("an import is whole or not at all; a dry run changes nothing; again adds nothing", async () => {
  const { access } = await createScene(`api-${randomUUID().slice(0, 8)}`)
  const { key } = await keyFor(access.slug, "ADMIN")
  const imports = `/projects/${access.slug}/imports`
  const path = `${imports}?name=answers.jsonl&wait=true`
  const raw = rowsOf(3)
  const dry = await call(key, "POST", `${path}&dryRun=true`, { raw })
  expect(dry).toMatchObject({ status: 202, json: { status: "CHECKED", result: { prompts: { added: 3 } } } })
  importResource.parse(dry.json)
  expect(await db().prompt.count({ where: { projectId: access.projectId } })).toBe(0)
  expect((await call(key, "POST", path, { raw })).json).toMatchObject({
    status: "DONE",
    result: { prompts: { added: 3 }, tasks: { added: 3 } },
  })
  expect((await call(key, "POST", path, { raw })).json).toMatchObject({
    result: { prompts: { added: 0, existing: 3 } },
  })
  const bad = await call(key, "POST", path, { raw: `${raw}\n{"prompt": 5}\n` })
  expect(bad.json).toMatchObject({ status: "FAILED", badRowCount: 1, badRows: [{ line: 4 }] })
  const renamed = rowsOf(4).replaceAll('"prompt"', '"ask"')
  const mapping = encodeURIComponent(JSON.stringify({ prompt: ["ask"] }))
  expect((await call(key, "POST", `${path}&mapping=${mapping}`, { raw: renamed })).json).toMatchObject({
    status: "DONE",
    result: { prompts: { added: 1, existing: 3 } },
  })
  for (const wrong of ["name=../x.jsonl", "name=x.jsonl&mapping={"]) {
    expect((await call(key, "POST", `${imports}?${wrong}`, { raw })).status).toBe(400)
  }
  const { json } = await call(key, "GET", imports)
  expect(json.data).toHaveLength(5)
  const state = await call(key, "GET", `${imports}/${String(json.data?.[1]?.["id"])}`)
  expect(importResource.parse(state.json)).toMatchObject({
    status: "DONE",
    result: { prompts: { added: 3 } },
  })
})

test("an import answers at once, is asked for, cancelled, and begun once per Idempotency-Key", async () => {
  const { access } = await createScene(`api-${randomUUID().slice(0, 8)}`)
  const { key } = await keyFor(access.slug, "ADMIN")
  const imports = `/projects/${access.slug}/imports`
  const wish = { raw: rowsOf(200), headers: { "idempotency-key": randomUUID() } }
  const first = await call(key, "POST", `${imports}?name=a.jsonl`, wish)
  expect(first).toMatchObject({ status: 202, json: { status: "RUNNING" } })
  const again = await call(key, "POST", `${imports}?name=a.jsonl`, wish)
  expect(again.json["id"]).toBe(first.json["id"])
  const state = async () => (await call(key, "GET", `${imports}/${String(first.json["id"])}`)).json["status"]
  await expect.poll(state, { timeout: 20_000 }).toBe("DONE")
  expect(await db().prompt.count({ where: { projectId: access.projectId } })).toBe(200)
  // What is over stays as it is.
  const late = await call(key, "POST", `${imports}/${String(first.json["id"])}/cancel`)
  expect(late).toMatchObject({ status: 200, json: { status: "DONE" } })
  const running = await db().importRun.create({
    data: {
      projectId: access.projectId,
      settings: {},
      status: "RUNNING",
      counts: { aliveAt: new Date().toISOString() },
    },
  })
  expect((await call(key, "POST", `${imports}/${running.id}/cancel`)).json).toMatchObject({
    status: "CANCELLED",
  })
  expect((await call(key, "GET", `${imports}/${randomUUID()}`)).status).toBe(404)
})

test("an export is begun, asked for, listed and downloaded as a ZIP", async () => {
  const exports = `/projects/${slug}/exports`
  const wish = {
    body: { format: "preference", settings: {} },
    headers: { "idempotency-key": randomUUID() },
  }
  const begun = await call(owner, "POST", exports, wish)
  expect(begun).toMatchObject({ status: 202, json: { status: "QUEUED", total: 5, sha256: null } })
  expect((await call(owner, "POST", exports, wish)).json["id"]).toBe(begun.json["id"])
  const id = String(begun.json["id"])
  expect((await call(owner, "GET", `${exports}/${id}/download`)).status).toBe(404)
  const exporter = startExporter()
  const state = async () => exportStateResource.parse((await call(owner, "GET", `${exports}/${id}`)).json)
  await expect.poll(async () => (await state()).status, { timeout: 20_000 }).toBe("DONE")
  const { sha256, done } = await state()
  expect(done).toBe(5)
  const listed = (await call(owner, "GET", exports)).json.data
  expect(listed?.at(-1)).toMatchObject({ id, format: "preference", sha256 })
  const waited = await call(owner, "POST", `${exports}?wait=true`, { body: wish.body })
  expect(waited.json).toMatchObject({ status: "DONE", sha256 })
  await exporter.stop()
  const zip = await call(owner, "GET", `${exports}/${id}/download`)
  expect(zip.response.headers.get("content-type")).toBe("application/zip")
  const bytes = new Uint8Array(await zip.response.arrayBuffer())
  expect([bytes[0], bytes[1]]).toEqual([0x50, 0x4b])
  const etag = zip.response.headers.get("etag") ?? ""
  const rest = await call(owner, "GET", `${exports}/${id}/download`, {
    headers: { range: "bytes=100-", "if-range": etag },
  })
  expect(rest.status).toBe(206)
  expect(rest.response.headers.get("content-range")).toBe(`bytes 100-${bytes.length - 1}/${bytes.length}`)
  expect(new Uint8Array(await rest.response.arrayBuffer())).toEqual(bytes.slice(100))
  expect((await call(owner, "GET", `${exports}/${randomUUID()}/download`)).status).toBe(404)
  const other = await call(owner, "POST", exports, { body: wish.body })
  const cancelled = await call(owner, "POST", `${exports}/${String(other.json["id"])}/cancel`)
  expect(cancelled.json).toMatchObject({ status: "CANCELLED" })
  expect((await call(owner, "POST", exports, { body: { format: "none", settings: {} } })).status).toBe(400)
})

test("too many calls of one key are refused with a time to wait", async () => {
  const { key, id } = await keyFor(slug, "ADMIN")
  expect((await call(key, "GET", "/projects")).status).toBe(200)
  await pool().query(`UPDATE "RateLimit" SET "count" = 600 WHERE "key" LIKE 'api:%' AND "count" = 1`)
  const refused = await call(key, "GET", "/projects")
  expect(refused.status).toBe(429)
  expect(Number(refused.response.headers.get("retry-after"))).toBeGreaterThan(0)
  expect(id).toBeTruthy()
})

test("the document names every endpoint, its scope and its problems, and is OpenAPI 3.1", () => {
  const document = toOpenApi("http://api.test") as {
    openapi: string
    paths: Record<
      string,
      Record<string, { operationId: string; parameters: { name: string; in: string }[]; responses: object }>
    >
  }
  expect(document.openapi).toBe("3.1.0")
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
  expect(operations.map((operation) => operation.operationId).sort()).toEqual(
    endpoints.map((endpoint) => endpoint.id).sort(),
  )
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const operation of Object.values(methods)) {
      const named: string[] = operation.parameters
        .filter((each) => each.in === "path")
        .map((each) => each.name)
      expect(named, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map((each) => each[1] ?? ""))
      expect(operation.responses).toHaveProperty("default")
    }
  }
  expect(JSON.stringify(document)).not.toContain("$schema")
})

test("paths are matched part by part", () => {
  expect(match("/projects/{slug}/tasks", ["projects", "tone", "tasks"])).toEqual({ slug: "tone" })
  expect(match("/projects/{slug}/tasks", ["projects", "tone"])).toBeUndefined()
  expect(match("/projects", ["projects"])).toEqual({})
})

test("the commands make, list and revoke keys", async () => {
  const { userId, access } = await keyFor(slug, "ADMIN")
  const { email } = await db().user.findUniqueOrThrow({ where: { id: userId } })
  const { json, text } = await run(apiKeyCreateCommand, ["nightly"], {
    user: email,
    project: slug,
    scopes: "tasks:read,project:read",
    days: "7",
  })
  const { key, id } = json as { key: string; id: string }
  expect(text).toBe(key)
  expect((await call(key, "GET", `/projects/${slug}/tasks`)).status).toBe(200)
  const listed = (await run(apiKeyListCommand, [], { project: slug })).json as { keys: { id: string }[] }
  expect(listed.keys.map((row) => row.id)).toContain(id)
  expect(JSON.stringify(listed)).not.toContain(key)
  await run(apiKeyRevokeCommand, [key.slice(0, 12)])
  expect((await call(key, "GET", `/projects/${slug}/tasks`)).status).toBe(401)
  await expect(run(apiKeyRevokeCommand, [id])).rejects.toMatchObject({ code: "NOT_FOUND" })
  await expect(
    run(apiKeyCreateCommand, ["x"], { user: email, project: slug, scopes: "everything" }),
  ).rejects.toThrow(/--scopes/)
  await expect(
    run(apiKeyCreateCommand, ["x"], { user: "nobody@x.y", project: slug, scopes: "tasks:read" }),
  ).rejects.toMatchObject({ code: "NOT_FOUND" })
  expect(access.slug).toBe(slug)
})

test("near duplicates are looked for, walked by cursors and held back", async () => {
  const { access } = await createScene(`api-${randomUUID().slice(0, 8)}`)
  const { key } = await keyFor(access.slug, "ADMIN")
  const project = `/projects/${access.slug}`
  const soup = "Give me a simple recipe for a vegetable soup that takes less than thirty minutes to cook"
  const raw = [soup, "Which river is the longest?", `${soup}.`, `${soup}!`]
    .map((prompt) => JSON.stringify({ prompt, model: "a", completion: "Yes." }))
    .join("\n")
  await call(key, "POST", `${project}/imports?name=rows.jsonl&wait=true`, { raw })
  const body = { threshold: 0.8, prefix: 0 }
  const found = await call(key, "POST", `${project}/duplicates?wait=true`, { body })
  expect(found).toMatchObject({
    status: 202,
    json: { search: { status: "DONE" }, report: { settings: body, prompts: 4, groups: 1, duplicates: 2 } },
  })
  const walked: Json["data"] = []
  for (let next: string | null = ""; next !== null; ) {
    const path = `${project}/duplicates/prompts?limit=1${next === "" ? "" : `&cursor=${next}`}`
    const { json }: { json: Json } = await call(key, "GET", path)
    walked.push(...(json.data ?? []))
    next = json.next ?? null
  }
  expect(walked.map((row) => duplicatePromptResource.parse(row).text)).toEqual([soup, `${soup}.`, `${soup}!`])
  expect((await call(key, "POST", `${project}/duplicates/hold`)).json).toEqual({ changed: 2, tasks: 0 })
  const again = await call(key, "POST", `${project}/duplicates?wait=true`, { body })
  expect(again.json["report"]).toEqual({ ...(found.json["report"] as object), served: 0 })
  expect((await call(key, "GET", `${project}/prompts?state=held`)).json.data).toHaveLength(2)
  const wrong = await call(key, "POST", `${project}/duplicates`, { body: { threshold: 2 } })
  expect(wrong).toMatchObject({
    status: 400,
    json: { details: { fields: { threshold: [expect.stringContaining("0.5 to 0.99") as unknown] } } },
  })
  expect((await call(key, "GET", `${project}/duplicates/prompts?cursor=1`)).status).toBe(400)
  const narrow = await keyFor(access.slug, "ADMIN", ["prompts:update"])
  expect(await call(narrow.key, "POST", `${project}/duplicates`, { body })).toMatchObject({
    status: 403,
    json: { details: { missing: "prompts:read" } },
  })
})

test("an error names the field, the scope, or what is offered instead", async () => {
  const exports = `/projects/${slug}/exports`
  const fieldsOf = async (method: string, path: string, wish: Wish) => {
    const { status, json } = await call(owner, method, path, wish)
    expect(status).toBe(400)
    return Object.keys((json["details"] as { fields?: object }).fields ?? {})
  }
  expect(await fieldsOf("POST", exports, { body: { format: "preference", settings: { tiess: 1 } } })).toEqual(
    ["settings.tiess"],
  )
  expect(await fieldsOf("POST", exports, { body: { format: "nonsense", settings: {} } })).toEqual(["format"])
  expect(await fieldsOf("POST", exports, { raw: "{bad" })).toEqual(["body"])
  expect(await fieldsOf("POST", `/projects/${slug}/imports?name=a&shape=nonsense`, { raw: "x" })).toEqual([
    "shape",
  ])
  const narrow = await keyFor(slug, "ADMIN", ["prompts:read"])
  const refused = await call(narrow.key, "GET", `/projects/${slug}/tasks`)
  expect(refused).toMatchObject({
    status: 403,
    json: {
      detail: expect.stringContaining("scope tasks:read") as unknown,
      details: { missing: "tasks:read" },
    },
  })
  expect((await call(owner, "PATCH", exports)).json["detail"]).toMatch(
    /PATCH is not offered here; there is GET, POST/,
  )
})
