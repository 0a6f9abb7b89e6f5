import { stat } from "node:fs/promises"
import { afterAll, expect, test } from "vitest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { type ProjectAccess, requireProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import {
  advanceExportJob,
  cancelExportJob,
  claimExportJob,
  type ExportJob,
  getExportJob,
  listOpenExportJobs,
} from "@/server/data/export/export-jobs"
import { storedFolder } from "@/server/export/export-store"
import { runExportJob } from "@/server/export/jobs/run-export-job"
import { startExport } from "@/server/export/jobs/start-export"
import { startExporter } from "@/server/export/jobs/start-exporter"
import { waitForExport } from "@/server/export/jobs/wait-for-export"
import { createExport } from "@/tests/support/create-export"

const never = new AbortController().signal
const wish = { format: "preference", settings: {} }
const made: string[] = []

afterAll(async () => {
  await db().job.deleteMany({ where: { id: { in: made } } })
})

async function judged(pairs = 6) {
  const project = await createProject()
  const person = await createUser()
  const answer = async () =>
    createAnnotation(project, (await createPair(project)).task, person, { preference: "A" })
  for (let i = 0; i < pairs; i++) await answer()
  return { answer, access: await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create") }
}

async function begin(access: ProjectAccess<"exports:create">): Promise<string> {
  const id = await startExport(access, wish)
  made.push(id)
  return id
}

async function claim(id: string): Promise<ExportJob> {
  const job = await claimExportJob()
  if (job?.id !== id) throw new Error("Another job was claimed.")
  return job
}

test("of ten who ask for work at once, one gets the job", async () => {
  const { access } = await judged(1)
  const id = await begin(access)
  expect(await listOpenExportJobs(access)).toMatchObject([{ id, status: "QUEUED", done: 0, total: 1 }])
  const claimed = await Promise.all(Array.from({ length: 10 }, async () => claimExportJob()))
  expect(claimed.filter((job) => job?.id === id)).toHaveLength(1)
  await cancelExportJob(access, id)
  expect(await listOpenExportJobs(access)).toEqual([])
})

test("what a killed process was making, the next one makes: the same bytes, whatever was answered since", async () => {
  const { access, answer } = await judged()
  const { plan } = await createExport(access, wish)
  const id = await begin(access)
  const lost = await claim(id)
  expect(await claimExportJob()).toBeNull()
  await answer()
  await pool().query(`UPDATE "Job" SET "leaseExpiresAt" = now() - interval '1 second' WHERE "id" = $1`, [id])
  const exporter = startExporter()
  const job = await waitForExport(access, id, AbortSignal.timeout(20_000))
  await exporter.stop()
  expect(job).toMatchObject({ status: "DONE", sha256: plan.manifest.sha256, error: null })
  // The one that was thought dead comes back: it has nothing to say any more.
  expect(await advanceExportJob(lost, 3)).toBe(false)
  await runExportJob(lost, never)
  expect(await getExportJob(access, id)).toEqual(job)
  expect(await db().exportRun.count({ where: { id } })).toBe(1)
})

test("cancelled while it is made: no run, and CANCELLED stays", async () => {
  const { access } = await judged()
  const id = await begin(access)
  const job = await claim(id)
  await cancelExportJob(access, id)
  await runExportJob(job, never)
  expect(await getExportJob(access, id)).toMatchObject({ status: "CANCELLED", sha256: null })
  expect(await db().exportRun.count({ where: { id } })).toBe(0)
  expect(await db().auditEvent.count({ where: { action: "export:cancel", subjectId: id } })).toBe(1)
})

test("a process that stops in order gives the job back, and leaves nothing half made", async () => {
  const { access } = await judged()
  const id = await begin(access)
  await runExportJob(await claim(id), AbortSignal.abort())
  expect(await getExportJob(access, id)).toMatchObject({ status: "QUEUED" })
  await expect(stat(storedFolder(id))).rejects.toThrow(/ENOENT/)
  await cancelExportJob(access, id)
})

test("who lost the permission, or whose job ends each process, gets a reason", async () => {
  const { access } = await judged()
  const person = await createUser()
  const actor = { kind: "user", userId: person.id, sessionId: "", instanceRole: "OWNER" } as const
  const own = await requireProjectAccess(actor, access.slug, "exports:create")
  const id = await begin(own)
  // The role is that of now: they are no owner, and no member.
  await runExportJob(await claim(id), never)
  expect(await getExportJob(access, id)).toMatchObject({
    status: "FAILED",
    error: expect.stringContaining("There is no project") as string,
  })
  const again = await begin(access)
  await claim(again)
  await pool().query(
    `UPDATE "Job" SET "leaseExpiresAt" = now() - interval '1 second', "attempts" = 5 WHERE "id" = $1`,
    [again],
  )
  expect(await claimExportJob()).toBeNull()
  expect(await getExportJob(access, again)).toMatchObject({ status: "FAILED" })
})
