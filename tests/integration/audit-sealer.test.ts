import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { afterEach, expect, test } from "vitest"
import { requireInstanceAccess } from "@/server/access"
import { sealPending } from "@/server/audit/seal-pending"
import { startSealer } from "@/server/audit/start-sealer"
import { verifyAudit } from "@/server/audit/verify-audit"
import { db, pool } from "@/server/data/db"
import { insertAudit } from "@/server/data/insert-audit"
import { transaction } from "@/server/data/transaction"

const cli = { kind: "cli" } as const
const access = requireInstanceAccess(cli, "instance:manage")
const children = new Set<ChildProcess>()

afterEach(() => {
  for (const child of children) child.kill("SIGKILL")
  children.clear()
})

async function write(subjectId: string): Promise<void> {
  const entry = { actor: cli, action: "planted:create", subjectType: "Planted", subjectId }
  await transaction(async (tx) => insertAudit(tx, entry))
}

/** A process that links; ready when it has begun. */
async function startChild(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/support/seal-child.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  children.add(child)
  if (!child.stdout) throw new Error("no pipe")
  await once(child.stdout, "data")
  return child
}

async function countUnlinked(): Promise<number> {
  return db().auditEvent.count({ where: { sealSeq: null } })
}

test("rows are linked within a second of their commit, a long transaction beside them or not", async () => {
  const waiting: ((when: number) => void)[] = []
  const sealer = startSealer(() => waiting.shift()?.(performance.now()))
  const slow = await pool().connect()
  await slow.query("BEGIN")
  // A writer that has its transaction id and does not end, like a long import.
  await slow.query("SELECT pg_current_xact_id()")
  const delays: number[] = []
  for (let i = 0; i < 7; i++) {
    const linked = new Promise<number>((resolve) => waiting.push(resolve))
    await write(`timely-${i}`)
    const committed = performance.now()
    delays.push((await linked) - committed)
  }
  await slow.query("ROLLBACK")
  slow.release()
  await sealer.stop()
  expect(await countUnlinked()).toBe(0)
  // The middle one: a machine that stands still for a moment is not what is tested.
  expect(delays.toSorted((a, b) => a - b)[3]).toBeLessThan(1000)
})

test("a row that commits late is linked too, behind those that committed before it", async () => {
  const late = await pool().connect()
  await late.query("BEGIN")
  await late.query(
    `INSERT INTO "AuditEvent" ("id", "actorKind", "action", "subjectType", "subjectId")
     VALUES (gen_random_uuid(), 'cli', 'planted:create', 'Planted', 'late')`,
  )
  await write("early")
  await sealPending()
  await late.query("COMMIT")
  late.release()
  await sealPending()
  const rows = await db().auditEvent.findMany({
    where: { subjectId: { in: ["late", "early"] } },
    orderBy: { sealSeq: "asc" },
  })
  expect(rows.map((row) => row.subjectId)).toEqual(["early", "late"])
  expect((await verifyAudit(access)).ok).toBe(true)
})

test("50 writers and two processes that link, one killed again and again: one chain without a gap", async () => {
  const steady = await startChild()
  const kills: number[] = []
  const killing = (async () => {
    while (kills.length < 3) {
      const child = await startChild()
      // While it works, at whatever point it happens to be.
      if (child.stdout) await once(child.stdout, "data")
      child.kill("SIGKILL")
      await once(child, "exit")
      kills.push(child.pid ?? 0)
    }
  })()
  const writing = Array.from({ length: 50 }, async (_, writer) => {
    for (let i = 0; i < 8 || kills.length < 3; i++) await write(`${writer}-${i}`)
  })
  await Promise.all([killing, ...writing])
  steady.kill("SIGKILL")
  await once(steady, "exit")
  await sealPending()
  const verdict = await verifyAudit(access)
  expect(verdict).toMatchObject({ ok: true, problems: [], audit: { waiting: 0 } })
  expect(verdict.audit.rows).toBe(String(await db().auditEvent.count()))
})

test("no writer waits for the sealer: a row is written while the chain is locked", async () => {
  await sealPending()
  const sealer = await pool().connect()
  await sealer.query("BEGIN")
  await sealer.query("SELECT pg_advisory_xact_lock(7230003)")
  await sealer.query(`SELECT 1 FROM "ChainHead" FOR UPDATE`)
  await sealer.query(`SELECT 1 FROM "AuditEvent" FOR UPDATE`)
  await write("meanwhile")
  expect(await sealPending()).toEqual({ audit: 0, annotations: 0 })
  await sealer.query("ROLLBACK")
  sealer.release()
  expect((await sealPending()).audit).toBe(1)
})
