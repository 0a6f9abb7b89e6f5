import type pg from "pg"
import type { AskedKind } from "@/core/pairing/plan-tasks"
import type { PairingPolicy } from "@/core/pairing/policy"
import { toPairingPolicy } from "@/core/pairing/policy"
import type { Protocol } from "@/core/protocol"

/** What a project says about making tasks. */
export type TaskSetting = {
  readonly projectId: string
  readonly policy: PairingPolicy
  readonly kind: AskedKind
  readonly seed: string
  readonly overlap: number
  readonly adaptiveCap: number | null
  readonly doubleShare: number
  readonly turns: Protocol["turns"]
}

export async function getTaskSetting(client: pg.ClientBase, projectId: string): Promise<TaskSetting> {
  const { rows } = await client.query<{
    pairing: PairingPolicy["kind"]
    pairingN: number | null
    pairingModelKey: string | null
    kind: AskedKind | null
    turns: Protocol["turns"] | null
    seed: string
    overlap: number
    adaptiveCap: number | null
    doubleShare: number
  }>(
    `SELECT p."pairing", p."pairingN", p."pairingModelKey", p."seed", p."overlap", p."adaptiveCap", p."doubleShare",
       v."kind", v."definition" ->> 'turns' AS "turns"
     FROM "Project" p LEFT JOIN LATERAL (
       SELECT * FROM "ProtocolVersion" v WHERE v."projectId" = p."id" ORDER BY v."version" DESC LIMIT 1) v ON true
     WHERE p."id" = $1`,
    [projectId],
  )
  const row = rows[0]
  if (!row) throw new Error(`No project ${projectId}.`)
  return {
    projectId,
    policy: toPairingPolicy(row),
    kind: row.kind ?? "PAIRWISE",
    seed: row.seed,
    overlap: row.overlap,
    adaptiveCap: row.adaptiveCap,
    doubleShare: row.doubleShare,
    turns: row.turns ?? "whole",
  }
}
