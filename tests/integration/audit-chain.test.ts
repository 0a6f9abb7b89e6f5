import { randomUUID } from "node:crypto"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { beforeEach, expect, test } from "vitest"
import type { AuditProblem } from "@/core/audit/audit-problem"
import { parseAnchor } from "@/core/audit/audit-problem"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { exportAudit } from "@/server/audit/export-audit"
import { sealPending } from "@/server/audit/seal-pending"
import { verifyAudit } from "@/server/audit/verify-audit"
import { verifyAuditFile } from "@/server/audit/verify-audit-file"
import { writeAudit } from "@/server/data/audit"
import { db, pool } from "@/server/data/db"
import { addAnswers, addPerson, addTask, createScene } from "@/tests/support/judged-project"
import { tamper } from "@/tests/support/tamper"

const cli = { kind: "cli" } as const
const access = requireInstanceAccess(cli, "instance:manage")

beforeEach(async () => {
  await db().$executeRaw`TRUNCATE "AuditEvent", "AnnotationSeal", "Annotation" CASCADE`
  await db().$executeRaw`UPDATE "ChainHead" SET "seq" = 0, "hash" = repeat('0', 64)`
})

/** Rows as mutations write them, linked; their ids in order of the chain. */
async function linkedRows(count: number, projectId: string | null = null): Promise<string[]> {
  for (let i = 0; i < count; i++) {
    await db().$transaction(async (tx) =>
      writeAudit(tx, {
        actor: { kind: "user", userId: randomUUID(), sessionId: "", instanceRole: "MEMBER" },
        projectId,
        action: "planted:create",
        subjectType: "Planted",
        subjectId: String(i),
        before: { text: 'a\u2028b "quoted" é', n: i, none: null },
        after: { deep: { list: [1, 2.5, "x"] } },
      }),
    )
  }
  await sealPending()
  const rows = await db().auditEvent.findMany({ orderBy: { sealSeq: "asc" }, select: { id: true } })
  return rows.map((row) => row.id)
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}

async function firstProblem(): Promise<AuditProblem | undefined> {
  return (await verifyAudit(access)).problems[0]
}

test("what is untouched verifies, and every linked row has the next number", async () => {
  const ids = await linkedRows(5)
  expect(ids).toHaveLength(5)
  const verdict = await verifyAudit(access)
  expect(verdict).toMatchObject({ ok: true, problems: [], audit: { rows: "5", waiting: 0 } })
  const rows = await db().auditEvent.findMany({ orderBy: { sealSeq: "asc" } })
  expect(rows.map((row) => row.sealSeq)).toEqual([1n, 2n, 3n, 4n, 5n])
})

const fields: Readonly<Record<string, string>> = {
  at: `"at" + interval '1 millisecond'`,
  actorId: "gen_random_uuid()",
  actorKind: "'cli'",
  projectId: "gen_random_uuid()",
  action: "'planted:delete'",
  subjectType: "'User'",
  subjectId: "'other'",
  before: `"before" || '{"n": 9007199254740993}'`,
  after: "NULL",
  xid: `"xid" + 1`,
  sealHash: "repeat('a', 64)",
}
test.each(Object.entries(fields))("a changed %s is named with its row", async (field, value) => {
  const ids = await linkedRows(4)
  await tamper(`UPDATE "AuditEvent" SET "${field}" = ${value} WHERE "id" = $1`, [ids[2]])
  expect(await firstProblem()).toMatchObject({ chain: "audit", kind: "changed", seq: "3", id: ids[2] })
})

test("every column of the table is either sealed or the seal", async () => {
  const { rows } = await pool().query<{ column_name: string }>(
    `SELECT column_name FROM information_schema.columns WHERE table_name = 'AuditEvent'`,
  )
  expect(rows.map((row) => row.column_name).sort()).toEqual([...Object.keys(fields), "id", "sealSeq"].sort())
})

test("SQL NULL and JSON null are told apart", async () => {
  const ids = await linkedRows(2)
  await tamper(`UPDATE "AuditEvent" SET "actorId" = NULL, "before" = NULL WHERE "id" = $1`, [ids[0]])
  expect(await firstProblem()).toMatchObject({ kind: "changed", id: ids[0] })
})

test("a removed row is named by its number, in the middle and at the end", async () => {
  const ids = await linkedRows(4)
  await tamper(`DELETE FROM "AuditEvent" WHERE "id" = $1`, [ids[3]])
  expect(await firstProblem()).toMatchObject({ kind: "removed", seq: "4" })
  await tamper(`DELETE FROM "AuditEvent" WHERE "id" = $1`, [ids[1]])
  expect(await firstProblem()).toMatchObject({ kind: "removed", seq: "2" })
})

test("a removed row is found also where the rows behind it were moved up", async () => {
  const ids = await linkedRows(4)
  await tamper(`DELETE FROM "AuditEvent" WHERE "id" = $1`, [ids[1]])
  await tamper(`UPDATE "AuditEvent" SET "sealSeq" = 2 WHERE "id" = $1`, [ids[2]])
  await tamper(`UPDATE "AuditEvent" SET "sealSeq" = 3 WHERE "id" = $1`, [ids[3]])
  expect(await firstProblem()).toMatchObject({ kind: "removed", seq: "2", id: ids[2] })
})

test("an unlinked row that the sealer then links again is missed where it was", async () => {
  const ids = await linkedRows(3)
  await tamper(`UPDATE "AuditEvent" SET "sealSeq" = NULL, "sealHash" = NULL WHERE "id" = $1`, [ids[1]])
  await sealPending()
  expect(await firstProblem()).toMatchObject({ kind: "removed", seq: "2" })
})

test("an inserted row is named, in the middle and at the end", async () => {
  const ids = await linkedRows(4)
  for (const [index, id] of ids.slice(2).reverse().entries()) {
    await tamper(`UPDATE "AuditEvent" SET "sealSeq" = $2 WHERE "id" = $1`, [id, 5 - index])
  }
  const planted = randomUUID()
  const insert = `INSERT INTO "AuditEvent" ("id", "actorKind", "action", "subjectType", "subjectId", "sealSeq", "sealHash")
    VALUES ($1, 'cli', 'planted:create', 'Planted', 'x', $2, repeat('b', 64))`
  await tamper(insert, [planted, 3])
  expect(await firstProblem()).toMatchObject({ kind: "inserted", seq: "3", id: planted })
  await tamper(`DELETE FROM "AuditEvent" WHERE "id" = $1`, [planted])
  for (const [index, id] of ids.slice(2).entries()) {
    await tamper(`UPDATE "AuditEvent" SET "sealSeq" = $2 WHERE "id" = $1`, [id, 3 + index])
  }
  expect(await firstProblem()).toBeUndefined()
  await tamper(insert, [planted, 5])
  expect(await firstProblem()).toMatchObject({ kind: "inserted", seq: "5", id: planted })
})

test.each([
  ["neighbours, with their hashes", 1, 2, true],
  ["neighbours, without", 1, 2, false],
  ["rows far apart, with their hashes", 0, 4, true],
  ["rows far apart, without", 0, 4, false],
])("two exchanged rows are named as reordered: %s", async (_, first, second, withHash) => {
  const ids = await linkedRows(5)
  const rows = await db().auditEvent.findMany({ orderBy: { sealSeq: "asc" } })
  const [a, b] = [rows[first], rows[second]]
  if (!a || !b) throw new Error("five rows")
  await tamper(`UPDATE "AuditEvent" SET "sealSeq" = -1 WHERE "id" = $1`, [a.id])
  const set = `UPDATE "AuditEvent" SET "sealSeq" = $2, "sealHash" = $3 WHERE "id" = $1`
  await tamper(set, [b.id, a.sealSeq, withHash ? a.sealHash : b.sealHash])
  await tamper(set, [a.id, b.sealSeq, withHash ? b.sealHash : a.sealHash])
  const problem = await firstProblem()
  expect(problem).toMatchObject({ kind: "reordered", seq: String(first + 1), id: ids[second] })
  expect(problem?.problem).toContain(ids[first])
})

test("a chain that was written anew from some row on does not pass through a head written down before", async () => {
  const ids = await linkedRows(3)
  const anchor = parseAnchor((await verifyAudit(access)).audit.head) ?? null
  await linkedRows(1)
  expect((await verifyAudit(access, { anchor })).ok).toBe(true)
  await tamper(`UPDATE "AuditEvent" SET "sealSeq" = NULL, "sealHash" = NULL`)
  await tamper(`UPDATE "AuditEvent" SET "action" = 'forged:create' WHERE "id" = $1`, [ids[1]])
  await tamper(`UPDATE "ChainHead" SET "seq" = 0, "hash" = repeat('0', 64) WHERE "chain" = 'audit'`)
  await sealPending()
  expect((await verifyAudit(access)).ok).toBe(true)
  expect((await verifyAudit(access, { anchor })).problems[0]).toMatchObject({ kind: "changed", seq: "3" })
})

test("the database refuses to change, unlink, link again or remove a linked row", async () => {
  const [id] = await linkedRows(1)
  for (const statement of [
    `UPDATE "AuditEvent" SET "action" = 'x:y' WHERE "id" = $1`,
    `UPDATE "AuditEvent" SET "sealSeq" = NULL WHERE "id" = $1`,
    `UPDATE "AuditEvent" SET "sealHash" = 'x' WHERE "id" = $1`,
    `DELETE FROM "AuditEvent" WHERE "id" = $1`,
  ]) {
    await expect(pool().query(statement, [id])).rejects.toMatchObject({ code: "23001" })
  }
})

test("annotations: each changed table is named with its annotation, and only that one", async () => {
  const scene = await createScene(`sealed-${randomUUID().slice(0, 8)}`)
  const [ada, ben] = [await addPerson(scene, "Ada"), await addPerson(scene, "Ben")]
  const task = await addTask(scene, "Say hello")
  const first = await addAnswers(scene, task.id, ada, [{ preference: "A", flag: "spam", note: "hm" }])
  const second = await addAnswers(scene, task.id, ben, [{ preference: "B" }, { status: "WITHDRAWN" }])
  await sealPending()
  expect(await verifyAudit(access)).toMatchObject({ ok: true, annotations: { rows: "3", compared: 3 } })
  const breaches: readonly (readonly [string, string, string])[] = [
    [
      `UPDATE "Annotation" SET "shown" = '{1,0}' WHERE "id" = $1`,
      `UPDATE "Annotation" SET "shown" = '{0,1}' WHERE "id" = $1`,
      first,
    ],
    [
      `UPDATE "Annotation" SET "note" = 'ha' WHERE "id" = $1`,
      `UPDATE "Annotation" SET "note" = 'hm' WHERE "id" = $1`,
      first,
    ],
    [
      `UPDATE "Annotation" SET "xid" = "xid" - 1 WHERE "id" = $1`,
      `UPDATE "Annotation" SET "xid" = "xid" + 1 WHERE "id" = $1`,
      second,
    ],
    [
      `UPDATE "Annotation" SET "status" = 'SURPLUS' WHERE "id" = $1`,
      `UPDATE "Annotation" SET "status" = 'WITHDRAWN' WHERE "id" = $1`,
      second,
    ],
    [
      `UPDATE "Comparison" SET "preference" = 'B' WHERE "annotationId" = $1`,
      `UPDATE "Comparison" SET "preference" = 'A' WHERE "annotationId" = $1`,
      first,
    ],
    [
      `UPDATE "Flag" SET "type" = 'x' WHERE "annotationId" = $1`,
      `UPDATE "Flag" SET "type" = 'spam' WHERE "annotationId" = $1`,
      first,
    ],
    [
      `UPDATE "Flag" SET "comment" = 'x' WHERE "annotationId" = $1`,
      `UPDATE "Flag" SET "comment" = NULL WHERE "annotationId" = $1`,
      first,
    ],
    [
      `UPDATE "AnnotationSeal" SET "facts" = repeat('c', 64) WHERE "annotationId" = $1 AND $1 IS NOT NULL`,
      "",
      first,
    ],
  ]
  for (const [breach, mend, id] of breaches) {
    await tamper(breach, [id])
    const { problems } = await verifyAudit(access)
    expect(problems[0], breach).toMatchObject({ chain: "annotations", kind: "changed", id })
    expect(
      problems.every((problem) => problem.id === id),
      breach,
    ).toBe(true)
    if (mend) await tamper(mend, [id])
  }
})

test("annotations: removed, and written past the trigger; a deleted project is no breach", async () => {
  const scene = await createScene(`sealed-${randomUUID().slice(0, 8)}`)
  const ada = await addPerson(scene, "Ada")
  const task = await addTask(scene, "Say hello")
  const id = await addAnswers(scene, task.id, ada, [{ preference: "A" }, { preference: "B" }])
  await sealPending()
  const [row] = (
    await pool().query<Record<string, unknown>>(`SELECT * FROM "Annotation" WHERE "id" = $1`, [id])
  ).rows
  await tamper(`DELETE FROM "Annotation" WHERE "id" = $1`, [id])
  expect(await firstProblem()).toMatchObject({ chain: "annotations", kind: "removed", id })
  await tamper(`INSERT INTO "Annotation" SELECT * FROM jsonb_populate_record(NULL::"Annotation", $1)`, [
    JSON.stringify({ ...row, xid: Number(row?.["xid"]) }),
  ])
  expect(await firstProblem()).toBeUndefined()
  const planted = randomUUID()
  await tamper(`INSERT INTO "Annotation" SELECT * FROM jsonb_populate_record(NULL::"Annotation", $1)`, [
    JSON.stringify({ ...row, xid: 1, id: planted, revision: 9, idempotencyKey: randomUUID() }),
  ])
  expect(await firstProblem()).toMatchObject({ chain: "annotations", kind: "inserted", id: planted })
  const { deleteProject } = await import("@/server/data/delete-project")
  await deleteProject(await requireProjectAccess(cli, scene.access.slug, "project:delete"))
  await sealPending()
  expect(await verifyAudit(access)).toMatchObject({ ok: true, annotations: { compared: 2 } })
})

test("an exported log verifies by itself; changed, removed, inserted and moved lines are named", async () => {
  const scene = await createScene(`logged-${randomUUID().slice(0, 8)}`)
  await linkedRows(3, scene.projectId)
  await linkedRows(2)
  const folder = await mkdtemp(join(tmpdir(), "diptych-audit-"))
  const file = join(folder, "audit.jsonl")
  const write = async (lines: readonly string[]) => writeFile(file, lines.map((line) => `${line}\n`).join(""))
  const lines = await collect(exportAudit(access))
  const total = lines.length - 1
  await write(lines)
  expect(await verifyAuditFile(file)).toMatchObject({ ok: true, rows: total, withheld: 0 })
  const broken: readonly (readonly [string, readonly string[], object])[] = [
    ["changed", lines.map((line, i) => (i === 3 ? line.replace("planted:", "forged:") : line)), { line: 4 }],
    ["removed", lines.filter((_, i) => i !== 3), { line: 4, seq: "3" }],
    ["removed", lines.slice(0, -1), { seq: String(total) }],
    ["inserted", lines.flatMap((line, i) => (i === 3 ? [line, line] : [line])), { line: 5 }],
    ["reordered", lines.with(3, lines[4] ?? "").with(4, lines[3] ?? ""), { line: 4 }],
    ["changed", lines.with(3, `{"seq":3,"hash":"${"a".repeat(64)}"}`), { line: 4 }],
    ["changed", lines.with(3, "not json"), { line: 4 }],
    ["changed", lines.with(0, (lines[0] ?? "").replace(/[0-9a-f]{64}/, "d".repeat(64))), { line: 1 }],
  ]
  for (const [kind, changed, where] of broken) {
    await write(changed)
    const { problems } = await verifyAuditFile(file)
    expect(problems[0], kind).toMatchObject({ kind, ...where })
  }
  const ofProject = await collect(
    exportAudit(await requireProjectAccess(cli, scene.access.slug, "audit:read")),
  )
  await write(ofProject)
  const verdict = await verifyAuditFile(file)
  expect(verdict).toMatchObject({ ok: true, rows: total - 2, withheld: 2 })
  expect(await readFile(file, "utf8")).toContain("a\u2028b")
  await write(["{}", ...lines])
  await expect(verifyAuditFile(file)).rejects.toMatchObject({ code: "BAD_DATA" })
  await rm(folder, { recursive: true })
})
