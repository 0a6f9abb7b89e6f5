import type { ChildProcess } from "node:child_process"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { db, pool } from "@/server/data/db"
import type { World } from "@/tests/support/annotate-world"
import { brokenTasks } from "@/tests/support/annotate-world"

export type HoldWish = {
  readonly processes: number
  readonly people: number
  /** How often some process is killed with SIGKILL and started again. */
  readonly kills: number
  /** Milliseconds of work before each kill, at least; up to twice that. */
  readonly lifeMs: number
  readonly seed: number
  /** Share of tasks that are skipped, walked off with, or answered late. */
  readonly spoil: number
}

export type HoldResult = {
  readonly overQuota: number
  readonly doubled: number
  readonly starved: number
  /** Answers that were acknowledged and are not there. */
  readonly lost: number
  /** Tasks whose counts do not add up. */
  readonly broken: number
  readonly acknowledged: number
  readonly annotations: number
  readonly surplus: number
  readonly killed: number
  readonly lapsed: number
  readonly seconds: number
}

/**
 * Real processes over one database, each with its share of the people, killed at random while leases run
 * out after a second (by moving their end, since real ones last ten minutes). The last lives end by
 * themselves, when nothing is left for anybody. Then every task is looked at.
 */
export async function holdQueue(world: World, wish: HoldWish): Promise<HoldResult> {
  const began = performance.now()
  const people = await Promise.all(Array.from({ length: wish.people }, () => world.person()))
  const acknowledged = new Set<string>()
  let killed = 0
  let lapsed = 0
  const shares = Array.from({ length: wish.processes }, (_, at) =>
    people.filter((_person, i) => i % wish.processes === at).map((person) => person.userId),
  )
  const work = { done: false }
  const time = (async () => {
    while (!work.done) {
      const { rowCount } = await pool().query(
        `UPDATE "Assignment" SET "leaseExpiresAt" = now() - interval '1 second'
         WHERE "projectId" = $1 AND "state" = 'LEASED' AND "leasedAt" < now() - interval '1 second' AND "leaseExpiresAt" > now()`,
        [world.projectId],
      )
      lapsed += rowCount ?? 0
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  })()
  const live = async (share: readonly string[], at: number) => {
    const kills = Math.floor(wish.kills / wish.processes) + (at < wish.kills % wish.processes ? 1 : 0)
    for (let life = 0; ; life++) {
      const child = start(world.slug, wish.seed * 1000 + at * 100 + life, wish.spoil, share, acknowledged)
      let timer: NodeJS.Timeout | undefined
      // From the first word on: before that it only loads its own code.
      if (life < kills) {
        child.stdout?.once("data", () => {
          timer = setTimeout(() => child.kill("SIGKILL"), wish.lifeMs * (1 + at / wish.processes))
        })
      }
      const [code, signal] = (await once(child, "close")) as [number | null, string | null]
      clearTimeout(timer)
      if (signal === "SIGKILL") {
        killed++
        continue
      }
      if (code !== 0) throw new Error(`A claiming process ended with ${code}.`)
      return
    }
  }
  await Promise.all(shares.map(live))
  work.done = true
  await time
  return {
    ...(await inspect(world.projectId, acknowledged)),
    killed,
    lapsed,
    seconds: (performance.now() - began) / 1000,
  }
}

function start(
  slug: string,
  seed: number,
  spoil: number,
  users: readonly string[],
  acknowledged: Set<string>,
): ChildProcess {
  const args = ["--import", "tsx", "tests/support/claim-child.ts", slug, `${seed}`, `${spoil}`, ...users]
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env: process.env })
  let rest = ""
  child.stdout.on("data", (chunk) => {
    const lines = (rest + String(chunk)).split("\n")
    // What a kill cut off in the middle was not told to anybody.
    rest = lines.pop() ?? ""
    for (const line of lines) if (line !== "ready") acknowledged.add(line)
  })
  return child
}

async function inspect(projectId: string, acknowledged: ReadonlySet<string>) {
  const count = async (text: string, values: unknown[] = [projectId]) =>
    (await pool().query<{ n: number }>(text, values)).rows[0]?.n ?? 0
  const latest = `(SELECT DISTINCT ON (n."assignmentId") n.* FROM "Annotation" n
    JOIN "Assignment" s ON s."id" = n."assignmentId" AND s."purpose" = 'LABEL'
    WHERE n."projectId" = $1 ORDER BY n."assignmentId", n."revision" DESC)`
  const accepted = `SELECT a."taskId", a."annotatorId" FROM ${latest} a WHERE a."status" = 'ACCEPTED'`
  const keys = [...acknowledged]
  return {
    overQuota: await count(
      `SELECT count(*)::int AS n FROM (SELECT x."taskId" FROM (${accepted}) x JOIN "Task" t ON t."id" = x."taskId"
        GROUP BY x."taskId", t."overlap" HAVING count(*) > t."overlap") y`,
    ),
    doubled: await count(
      `SELECT count(*)::int AS n FROM (SELECT 1 FROM (${accepted}) x GROUP BY x."taskId", x."annotatorId" HAVING count(*) > 1) y`,
    ),
    starved: await count(
      `SELECT count(*)::int AS n FROM "Task" t LEFT JOIN (SELECT "taskId", count(*) AS n FROM (${accepted}) x GROUP BY 1) v
        ON v."taskId" = t."id" WHERE t."projectId" = $1 AND t."status" = 'ACTIVE' AND coalesce(v.n, 0) < t."overlap"`,
    ),
    lost:
      keys.length -
      (await count(`SELECT count(*)::int AS n FROM "OutboxReceipt" WHERE "key" = ANY ($1::text[])`, [keys])),
    broken: (await brokenTasks(projectId)).length,
    acknowledged: keys.length,
    annotations: await db().annotation.count({ where: { projectId } }),
    surplus: await db().annotation.count({ where: { projectId, status: "SURPLUS" } }),
  }
}
