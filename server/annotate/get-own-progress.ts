import type { z } from "zod"
import type { progressQuerySchema, WireProgress } from "@/core/annotate/wire"
import type { ProjectAccess } from "@/server/access"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import { getAnnotateSetup } from "@/server/data/annotate-setup"
import { findMember } from "@/server/data/assignments"
import { countEligible } from "@/server/data/claim"
import { pool } from "@/server/data/db"
import { countOwnWork } from "@/server/data/own-work"

const DAY_MS = 24 * 60 * 60 * 1000
/** Beyond so many open tasks the page says "more than". */
const COUNTED_TASKS = 2_000

/** Done today, done in all, left in the queue: of the person who asks, and of nobody else. */
export async function getOwnProgress(
  access: ProjectAccess<"annotations:create">,
  query: z.output<typeof progressQuerySchema>,
): Promise<WireProgress> {
  const who = requireAnnotator(access)
  const since = query.dayStart ? new Date(query.dayStart) : new Date(Date.now() - DAY_MS)
  const [setup, member] = await Promise.all([getAnnotateSetup(access), findMember(pool(), who)])
  const point = { cohort: member?.cohort ?? null, kind: setup.protocol.definition.kind, ringPoint: 0 }
  const [done, left] = await Promise.all([
    countOwnWork(who, since),
    countEligible(pool(), who, point, COUNTED_TASKS),
  ])
  return {
    doneToday: done.today,
    doneTotal: done.total,
    left: { count: left.count + done.leased, atLeast: left.atLeast },
  }
}
