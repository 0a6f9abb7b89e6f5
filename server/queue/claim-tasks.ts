import { createHash, randomBytes } from "node:crypto"
import { leaseLength, wantedTasks } from "@/core/annotate/lease"
import { pairSides, rankingOrder } from "@/core/annotate/sides"
import type { AnnotateSetup } from "@/server/data/annotate-setup"
import type { LeaseRow, Member, NewLease } from "@/server/data/assignments"
import {
  findMember,
  insertLeases,
  listLeases,
  listSidesOfOthers,
  lockPerson,
  movePerson,
  restartLeases,
} from "@/server/data/assignments"
import type { Annotator } from "@/server/data/annotator"
import type { ClaimantPoint } from "@/server/data/claim"
import { hasEligibleTask, reclaimExpired, takeSlots } from "@/server/data/claim"
import type { Sql } from "@/server/data/transaction"
import { transaction } from "@/server/data/transaction"

/** Texts of so many tasks go into one answer; the rest comes with the next call. */
const CLAIM_AT_ONCE = 25
/** How often a claim looks again when others hold the last tasks, and how long it waits in between. */
const ATTEMPTS = 4
const PAUSE_MS = 15

export type ClaimWish = {
  readonly want: number | undefined
  /** Answered in the page's outbox: neither handed back nor counted as held. */
  readonly answered: readonly string[]
}

export type Claimed = {
  readonly state: "ok" | "empty" | "busy" | "paused"
  readonly more: boolean
  readonly leases: readonly LeaseRow[]
}

/**
 * Brings what a person holds up to what their page wants. First what they hold already (a reload
 * gets the same tasks with the same sides), then new tasks out of the queue, after the slots of
 * leases that ran out went back into it.
 */
export async function claimTasks(who: Annotator, setup: AnnotateSetup, wish: ClaimWish): Promise<Claimed> {
  for (let attempt = 1; ; attempt++) {
    const claimed = await transaction((tx) => claimOnce(tx, who, setup, wish))
    if (claimed.state !== "busy" || attempt === ATTEMPTS) return claimed
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt))
  }
}

async function claimOnce(tx: Sql, who: Annotator, setup: AnnotateSetup, wish: ClaimWish): Promise<Claimed> {
  await lockPerson(tx, who)
  const member = (await findMember(tx, who)) ?? guest(who.userId)
  const answered = new Set(wish.answered)
  const held = await keepLeases(tx, who, setup)
  const open = held.filter((lease) => !answered.has(lease.token))
  if (member.paused) return { state: "paused", more: false, leases: open }

  const wanted = wantedTasks(wish.want, setup.leaseAhead)
  // `answered` is only what the page says: a page that says too much must not empty the queue.
  const room = Math.min(wanted - open.length, 2 * setup.leaseAhead + 100 - held.length)
  if (room <= 0) return { state: "ok", more: false, leases: open }

  await reclaimExpired(tx, who)
  const point = toPoint(member, setup)
  const tasks = await takeSlots(tx, who, point, Math.min(room, CLAIM_AT_ONCE))
  if (tasks.length === 0) {
    if (open.length > 0) return { state: "ok", more: false, leases: open }
    return { state: (await hasEligibleTask(tx, who, point)) ? "busy" : "empty", more: false, leases: [] }
  }
  await lease(tx, who, member, setup, tasks)
  const leases = (await listLeases(tx, who)).filter((one) => !answered.has(one.token))
  return { state: "ok", more: tasks.length === CLAIM_AT_ONCE && tasks.length < room, leases }
}

/** Leases that hold their slot still, started anew where their time had run out. */
async function keepLeases(tx: Sql, who: Annotator, setup: AnnotateSetup): Promise<LeaseRow[]> {
  const leases = await listLeases(tx, who)
  const late = leases.filter((lease) => lease.expired && lease.holdsSlot)
  if (late.length === 0) return leases.filter((lease) => !lease.expired)
  const ids = late.map((lease) => lease.id)
  await restartLeases(tx, who, ids, leaseLength(setup.leaseAhead))
  return (await listLeases(tx, who)).filter((lease) => !lease.expired)
}

async function lease(
  tx: Sql,
  who: Annotator,
  member: Member,
  setup: AnnotateSetup,
  tasks: Awaited<ReturnType<typeof takeSlots>>,
): Promise<void> {
  const others = await listSidesOfOthers(
    tx,
    who,
    tasks.map((task) => task.id),
  )
  let balance = member.sideBalance
  const leases: NewLease[] = []
  for (const task of tasks) {
    const { lean, people } = others.get(task.id) ?? { lean: 0, people: 0 }
    const seed = `${setup.seed}:sides:${task.id}`
    const shown =
      task.k === 2
        ? pairSides({ task: lean, annotator: balance }, `${seed}:${who.userId}`)
        : rankingOrder(task.k, seed, people)
    if (task.k === 2) balance += shown[0] === 0 ? 1 : -1
    leases.push({ task, shown, token: randomBytes(16).toString("base64url") })
  }
  const written = await insertLeases(tx, who, leases, leaseLength(setup.leaseAhead))
  // A task that comes back keeps its old sides, which were counted when it came first.
  const sideBalance = leases
    .filter((one) => one.task.k === 2 && written.has(one.token))
    .reduce((sum, one) => sum + (one.shown[0] === 0 ? 1 : -1), member.sideBalance)
  const last = tasks.at(-1)?.ring ?? member.ringPoint
  await movePerson(tx, who, { ringPoint: last === MAX_RING ? 0 : last + 1, sideBalance })
}

const MAX_RING = 2 ** 31 - 1

function toPoint(member: Member, setup: AnnotateSetup): ClaimantPoint {
  return {
    cohort: member.cohort,
    ringPoint: member.ringPoint,
    kind: setup.protocol.definition.kind,
  }
}

/** An owner of the instance who is no member enters the ring at a point of their own all the same. */
function guest(userId: string): Member {
  const ringPoint = createHash("sha256").update(userId).digest().readUInt32BE(0) % 2 ** 31
  return { cohort: null, paused: false, ringPoint, sideBalance: 0 }
}
