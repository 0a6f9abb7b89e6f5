import { isOnceRound, RING } from "@/core/queue/ring"
import type { Annotator } from "@/server/data/annotator"
import type { Member } from "@/server/data/assignments"
import { moveSweep } from "@/server/data/assignments"
import type { ClaimantPoint, TakenTask } from "@/server/data/claim"
import { lookForTasks, takeSlotsOf } from "@/server/data/claim"
import type { Sql } from "@/server/data/transaction"

/** Open tasks that one transaction looks at. */
const PIECE = 256

export type Found = {
  readonly tasks: readonly TakenTask[]
  /** Where there is no task: none at all, held by other claims, or not known yet. */
  readonly state: "empty" | "busy" | "searching"
}

/**
 * The end of a person's queue: the windows of the ordinary claim hold nothing for them, but somewhere
 * among the open tasks there may be one they have not had. Looks piece by piece round the ring, a
 * bounded number of rows per transaction, and remembers in the membership how far it came. Once round
 * with nothing found, the queue is empty for this person; later claims go round again, one piece
 * each, and say so until something turns up.
 */
export async function searchQueue(
  tx: Sql,
  who: Annotator,
  member: Member,
  at: ClaimantPoint,
  count: number,
): Promise<Found> {
  const start = member.sweepFrom ?? member.ringPoint
  // Who has no membership has nowhere to remember it, and looks at everything at once.
  let budget = member.served === null ? Number.POSITIVE_INFINITY : PIECE
  for (let from = member.ringPoint; ; ) {
    const { seen, last, ids } = await lookForTasks(tx, who, { ...at, ringPoint: from }, PIECE)
    if (ids.length > 0) {
      const tasks = await takeSlotsOf(tx, who, ids, count)
      return { tasks, state: "busy" }
    }
    const to = seen < PIECE || last === null ? RING : last + 1
    const done = isOnceRound(start, from, to)
    budget -= seen
    from = to % RING
    if (done || budget <= 0) {
      await moveSweep(tx, who, { ringPoint: from, sweepFrom: done ? null : start, done })
      return { tasks: [], state: done || member.swept ? "empty" : "searching" }
    }
  }
}
