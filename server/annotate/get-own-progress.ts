import type { z } from "zod"
import type { progressQuerySchema, WireProgress } from "@/core/annotate/wire"
import { placesLeft, servingKey } from "@/core/queue/serving-plan"
import type { ProjectAccess } from "@/server/access"
import { requireAnnotator } from "@/server/annotate/require-annotator"
import { getAnnotateSetup } from "@/server/data/annotate-setup"
import { findMember } from "@/server/data/assignments"
import { countEligible } from "@/server/data/claim"
import { countOwnWork } from "@/server/data/own-work"
import { countControls } from "@/server/data/pick-controls"
import { countScreeningLeft } from "@/server/data/screening/pick-gold"
import { transaction } from "@/server/data/transaction"

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
  const setup = await getAnnotateSetup(access)
  const done = await countOwnWork(who, since)
  const left = await transaction(async (tx) => {
    if (setup.screening) return { count: await countScreeningLeft(tx, who), atLeast: false }
    const member = await findMember(tx, who)
    const point = { cohort: member?.cohort ?? null, kind: setup.protocol.definition.kind, ringPoint: 0 }
    const labels = await countEligible(tx, who, point, COUNTED_TASKS)
    const served = member?.served
    if (served === undefined || served === null) return labels
    // Gold and repeats count like any other task, or the number would give them away.
    const supply = { ...(await countControls(tx, who, point)), labels: labels.count }
    const key = servingKey(setup.secret, who.userId)
    return { ...labels, count: placesLeft(key, served, setup, supply) }
  })
  return {
    doneToday: done.today,
    doneTotal: done.total,
    left: { count: left.count + done.leased, atLeast: left.atLeast },
  }
}
