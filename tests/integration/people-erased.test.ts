import { randomUUID } from "node:crypto"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { personEraseCommand } from "@/cli/commands/person-erase"
import { personExportCommand } from "@/cli/commands/person-export"
import type { ErasableText } from "@/core/people/erasure"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import type { UserActor } from "@/server/actor"
import { sealPending } from "@/server/audit/seal-pending"
import { verifyAudit } from "@/server/audit/verify-audit"
import { addMember, createUser } from "@/server/auth/create-user"
import { inviteToProject } from "@/server/auth/create-invitation"
import { createConsentAnswer, createConsentText } from "@/server/data/consent"
import { db, pool } from "@/server/data/db"
import { createQuestion, saveDemographics, listUnasked } from "@/server/data/demographics"
import { erasePerson, eraseSelf } from "@/server/data/erase-person"
import { readPersonRecord, sections } from "@/server/data/person-record"
import { setUserClosed } from "@/server/data/users"
import { exportAgainToFolder, exportToFolder } from "@/server/export/export-to-folder"
import { addAnswers, addPerson, addTask, createScene } from "@/tests/support/judged-project"

const cli = { kind: "cli" } as const
const instance = requireInstanceAccess(cli, "instance:manage")
const users = requireInstanceAccess(cli, "users:manage")
const run = async (
  command: typeof personEraseCommand,
  positionals: string[],
  values: Record<string, string | boolean> = {},
) => command.run({ positionals, values, say: () => {}, signal: new AbortController().signal })

/** A project, and a person in it of whom every kind of thing is kept. */
async function personWithPast(slug = `past-${randomUUID().slice(0, 8)}`) {
  const scene = await createScene(slug)
  const admin = await requireProjectAccess(cli, slug, "project:update", "members:update")
  const mark = randomUUID().slice(0, 8)
  const email = `${mark}@example.org`
  await inviteToProject(admin, { email, days: 7, role: "ANNOTATOR", cohort: null })
  const { userId } = await addMember(admin, {
    email,
    role: "ANNOTATOR",
    name: `Grace ${mark}`,
    cohort: "train",
  })
  const actor: UserActor = { kind: "user", userId, sessionId: randomUUID(), instanceRole: "MEMBER" }
  const access = await requireProjectAccess(actor, slug, "annotations:create")
  await db().session.create({
    data: { userId, expiresAt: new Date(Date.now() + 1e6), userAgent: `Lynx ${mark}` },
  })
  await db().account.create({
    data: { userId, provider: "https://id.example", providerAccountId: `g-${mark}` },
  })
  await createConsentText(admin, { markdown: "We keep your answers.", basedOn: 0 })
  await createConsentAnswer(access, userId, { version: 1, accepted: true })
  await createQuestion(admin, { text: "Years at sea?", choices: ["none", "some"] })
  const [question] = await listUnasked(access, userId)
  await saveDemographics(access, userId, new Map([[question?.id ?? "", 1]]))
  const task = await addTask(scene, "Say hello")
  const annotation = await addAnswers(scene, task.id, userId, [
    { preference: "A", flag: "spam", note: `note ${mark}` },
  ])
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL diptych.erasing = 'on'`
    await tx.annotation.update({ where: { id: annotation }, data: { rationale: `reason ${mark}` } })
  })
  await sealPending()
  return { scene, slug, admin, access, actor, userId, email, annotation, mark }
}

async function record(actor: UserActor): Promise<Record<string, readonly Record<string, unknown>[]>> {
  let text = ""
  for await (const piece of readPersonRecord(actor, { id: actor.userId })) text += piece
  return JSON.parse(text) as Record<string, readonly Record<string, unknown>[]>
}

/** Everything in the database as text, but for the tables named. */
async function wholeDatabase(except: readonly string[] = []): Promise<string> {
  const { rows: tables } = await pool().query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  )
  let text = ""
  for (const { name } of tables) {
    if (except.includes(name)) continue
    const { rows } = await pool().query<{ row: string }>(`SELECT t::text AS row FROM "${name}" t`)
    text += rows.map(({ row }) => row).join("\n")
  }
  return text
}

test("a person's record holds everything about them", async () => {
  const person = await personWithPast()
  const all = await record(person.actor)
  const { mark } = person
  expect(all).toMatchObject({
    account: [{ email: person.email, name: `Grace ${mark}`, hasPassword: false }],
    providers: [{ providerAccountId: `g-${mark}` }],
    sessions: [{ userAgent: `Lynx ${mark}` }],
    memberships: [{ project: person.slug, cohort: "train" }],
    cohorts: [{ cohort: "train" }],
    invitations: [{ email: person.email }],
    consents: [{ version: 1, accepted: true, text: "We keep your answers." }],
    demographics: [{ project: person.slug, question: "Years at sea?", answer: "some" }],
    annotations: [
      {
        note: `note ${mark}`,
        rationale: `reason ${mark}`,
        comparisons: [{ preference: "A" }],
        flags: [{ type: "spam" }],
      },
    ],
  })
  expect(all["auditLog"]?.map((row) => row["action"])).toContain("consent:accept")
  const { text } = await run(personExportCommand, [person.email], { out: "-" })
  expect(JSON.parse(text)).toMatchObject({ account: [{ email: person.email }] })
  const asked = await db().auditEvent.findMany({
    where: { action: "person:export", subjectId: person.userId },
    orderBy: { at: "asc" },
  })
  expect(asked).toMatchObject([{ actorKind: "user", actorId: person.userId }, { actorKind: "cli" }])
})

test("no table that names a person is forgotten in their record", async () => {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT DISTINCT table_name AS "name" FROM information_schema.columns WHERE table_schema = 'public'
     AND column_name IN ('userId', 'annotatorId', 'authorId', 'adjudicatorId', 'reviewerId', 'askedById', 'answeredById', 'actorId')`,
  )
  const known = new Set([
    "Annotation", // read apart, in pieces
    "AdjudicationLease", // a case on the screen for some minutes
    "RollupPerson", // sums of the answers that are in the record
  ])
  const missing = rows.filter(
    ({ name }) => !known.has(name) && !sections.some(([, sql]) => sql.includes(`"${name}"`)),
  )
  expect(rows.length).toBeGreaterThan(15)
  expect(missing).toEqual([])
})

test("the audit log never holds an address or a name, only salted hashes", async () => {
  const person = await personWithPast()
  const text = JSON.stringify(
    await db().auditEvent.findMany({ select: { before: true, after: true, subjectId: true } }),
  )
  expect(text).not.toContain(person.email)
  expect(text).not.toMatch(/@|Grace/)
  expect(text).toContain("hmac-sha256:")
})

test.each<{ texts: readonly ErasableText[] }>([
  { texts: [] },
  { texts: ["notes"] },
  { texts: ["notes", "rationales", "edits"] },
])(
  "erased with %o: who they are is gone everywhere, what they judged stays, both chains stay whole",
  async ({ texts }) => {
    const { userId, email, annotation, scene, slug, mark } = await personWithPast()
    const report = await erasePerson(users, { email }, texts)
    expect(report).toEqual({ annotations: 1, textsErased: texts.length > 0 ? 1 : 0, projects: [slug] })
    const text = await wholeDatabase()
    for (const trace of [email, `Grace ${mark}`, `g-${mark}`, `Lynx ${mark}`])
      expect(text).not.toContain(trace)
    expect(text.includes(`note ${mark}`)).toBe(!texts.includes("notes"))
    expect(text.includes(`reason ${mark}`)).toBe(!texts.includes("rationales"))
    expect(await db().auditSalt.count({ where: { subjectId: userId } })).toBe(0)
    expect(await db().demographicAnswer.count({ where: { question: { projectId: scene.projectId } } })).toBe(
      0,
    )
    expect(await db().annotation.findUnique({ where: { id: annotation } })).toMatchObject({
      annotatorId: userId,
    })
    await sealPending()
    expect(await verifyAudit(instance)).toMatchObject({
      ok: true,
      problems: [],
      annotations: { compared: expect.any(Number) as number },
    })
    const events = await db().auditEvent.findMany({ where: { subjectId: userId, action: "person:erase" } })
    expect(events).toMatchObject([{ after: { texts, annotations: 1 } }])
  },
)

test("an export made again after an erasure is the same to the byte, unless it held an erased text", async () => {
  const person = await personWithPast()
  const access = await requireProjectAccess(cli, person.slug, "exports:create")
  const folder = await mkdtemp(join(tmpdir(), "diptych-erased-"))
  const pairs = await exportToFolder(access, { format: "preference", settings: {} }, join(folder, "pairs"))
  const raw = await exportToFolder(access, { format: "raw_annotations", settings: {} }, join(folder, "raw"))
  await erasePerson(users, { email: person.email }, [])
  const again = await exportAgainToFolder(access, raw.id, join(folder, "raw-again"))
  expect(again.manifest.sha256).toBe(raw.manifest.sha256)
  const pairsAgain = await exportAgainToFolder(access, pairs.id, join(folder, "pairs-again"))
  expect(pairsAgain.manifest.sha256).toBe(pairs.manifest.sha256)
  await rm(folder, { recursive: true })
})

test("nobody signs in as an erased person, who cannot be erased, opened or found again", async () => {
  const { userId, email } = await personWithPast()
  await erasePerson(users, { userId }, [])
  await expect(erasePerson(users, { email }, [])).rejects.toMatchObject({ code: "NOT_FOUND" })
  await expect(erasePerson(users, { userId }, [])).rejects.toMatchObject({ code: "NOT_FOUND" })
  await expect(setUserClosed(users, userId, false)).rejects.toMatchObject({ code: "NOT_FOUND" })
  // The address is free: whoever comes with it is a new person.
  const again = await createUser(users, { email })
  expect(again.userId).not.toBe(userId)
})

test("open invitations to the address are withdrawn, not opened for everybody", async () => {
  const { email, scene } = await personWithPast()
  await erasePerson(users, { email }, [])
  expect(await db().invitation.findMany({ where: { projectId: scene.projectId } })).toMatchObject([
    { email: null, revokedAt: expect.any(Date) as Date },
  ])
})

test("the last owner of a project or of the instance hands over first", async () => {
  const owner = await createUser(users, { email: `${randomUUID().slice(0, 8)}@example.org`, role: "OWNER" })
  const scene = await createScene(`owned-${randomUUID().slice(0, 8)}`)
  const alone = await addPerson(scene, "Alone")
  await db().membership.updateMany({ where: { userId: alone }, data: { role: "OWNER" } })
  await expect(erasePerson(users, { userId: alone }, [])).rejects.toMatchObject({
    code: "CONFLICT",
    details: { projects: [scene.access.slug] },
  })
  await db().user.updateMany({
    where: { role: "OWNER", id: { not: owner.userId } },
    data: { role: "MEMBER" },
  })
  await expect(erasePerson(users, { userId: owner.userId }, [])).rejects.toMatchObject({ code: "CONFLICT" })
  const other = await addPerson(scene, "Other")
  await db().membership.updateMany({ where: { userId: other }, data: { role: "OWNER" } })
  expect(await erasePerson(users, { userId: alone }, [])).toMatchObject({ projects: [scene.access.slug] })
})

test("a person erases themselves by typing their address; a wrong one erases nobody", async () => {
  const person = await personWithPast()
  await expect(eraseSelf(person.actor, "other@example.org", [])).rejects.toMatchObject({
    code: "INVALID_INPUT",
  })
  expect(await db().user.count({ where: { email: person.email } })).toBe(1)
  await eraseSelf(person.actor, person.email.toUpperCase(), ["notes"])
  expect(await db().user.findUnique({ where: { id: person.userId } })).toMatchObject({
    name: "Erased person",
    passwordHash: null,
    erasedAt: expect.any(Date) as Date,
  })
})

test("the command erases only with --yes", async () => {
  const { email } = await personWithPast()
  await expect(run(personEraseCommand, [email])).rejects.toThrow(/--yes/)
  await expect(run(personEraseCommand, [email], { yes: true, texts: "poems" })).rejects.toThrow(/--texts/)
  const { json } = await run(personEraseCommand, [email], { yes: true, texts: "notes,rationales" })
  expect(json).toMatchObject({ annotations: 1, textsErased: 1 })
})
