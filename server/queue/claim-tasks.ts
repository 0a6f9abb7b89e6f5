import { createHash, randomBytes } from "node:crypto"
import { leaseLength, wantedTasks } from "@/core/annotate/lease"
import { pairSides, rankingOrder } from "@/core/annotate/sides"
import { DiptychError } from "@/core/errors"
import { planClaim } from "@/core/queue/plan-claim"
import { RING } from "@/core/queue/ring"
import { onlyGold, servingKey } from "@/core/queue/serving-plan"
import type { AnnotateSetup } from "@/server/data/annotate-setup"
import type { Annotator } from "@/server/data/annotator"
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
import type { ClaimantPoint, TakenTask } from "@/server/data/claim"
import { lookForTasks, reclaimExpired, takeSlots } from "@/server/data/claim"
import { settleFreed } from "@/server/data/free-slots"
import type { RepeatTask } from "@/server/data/pick-controls"
import { pickGold, pickRepeats } from "@/server/data/pick-controls"
import { onClient } from "@/server/data/run-sql"
import { pickScreeningGold } from "@/server/data/screening/pick-gold"
import type { Sql } from "@/server/data/transaction"
import { transaction } from "@/server/data/transaction"
import { searchQueue } from "@/server/queue/search-queue"

/** Texts of so many tasks go into one answer; the rest comes with the next call. */
const CLAIM_AT_ONCE = 25
/** How often a claim looks again when others hold the last tasks, and how long it waits in between. */
const ATTEMPTS = 4
const PAUSE_MS = 15
/** Open tasks looked at, to know whether ordinary ones follow. */
const LOOK = 256
/** Pieces of a long queue that one request searches for a last task, each in a transaction of its own. */
const PIECES = 40

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
 * leases that ran out went back into it, with gold and hidden repeats in their places among them.
 */
export async function claimTasks(who: Annotator, setup: AnnotateSetup, wish: ClaimWish): Promise<Claimed> {
  for (let attempt = 1, pieces = 1; ; ) {
    const { state, ...claimed } = await transaction((tx) => claimOnce(tx, who, setup, wish))
    if (state === "searching" && pieces++ < PIECES) continue
    if (state === "busy" && attempt++ < ATTEMPTS) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt))
      continue
    }
    return { ...claimed, state: state === "searching" ? "busy" : state }
  }
}

type ClaimedOnce = Omit<Claimed, "state"> & { readonly state: Claimed["state"] | "searching" }

async function claimOnce(
  tx: Sql,
  who: Annotator,
  setup: AnnotateSetup,
  wish: ClaimWish,
): Promise<ClaimedOnce> {
  await lockPerson(tx, who)
  const member = (await findMember(tx, who)) ?? guest(who)
  const answered = new Set(wish.answered)
  const held = await keepLeases(tx, who, setup)
  const open = held.filter((lease) => !answered.has(lease.token))
  if (member.paused) return { state: "paused", more: false, leases: open }

  const wanted = wantedTasks(wish.want, setup.leaseAhead)
  // `answered` is only what the page says: a page that says too much must not empty the queue.
  const room = Math.min(wanted - open.length, 2 * setup.leaseAhead + 100 - held.length)
  if (room <= 0) return { state: "ok", more: false, leases: open }

  await settleFreed(onClient(tx), who.projectId, await reclaimExpired(tx, who))
  const asked = Math.min(room, CLAIM_AT_ONCE)
  const { leases: taken, state } = await takeTasks(tx, who, member, setup, asked)
  if (taken.length === 0) return { state: open.length > 0 ? "ok" : state, more: false, leases: open }
  await keepInMind(tx, who, member, setup, taken)
  const leases = (await listLeases(tx, who)).filter((one) => !answered.has(one.token))
  return { state: "ok", more: taken.length === CLAIM_AT_ONCE && taken.length < room, leases }
}

/** Leases that hold their slot still, and controls, which have none, started anew where their time had run out. */
async function keepLeases(tx: Sql, who: Annotator, setup: AnnotateSetup): Promise<LeaseRow[]> {
  const leases = await listLeases(tx, who)
  const late = leases.filter((lease) => lease.expired && (lease.holdsSlot || lease.purpose !== "LABEL"))
  if (late.length === 0) return leases.filter((lease) => !lease.expired)
  const ids = late.map((lease) => lease.id)
  await restartLeases(tx, who, ids, leaseLength(setup.leaseAhead))
  return (await listLeases(tx, who)).filter((lease) => !lease.expired)
}

type Taken = Omit<NewLease, "shown" | "token"> & {
  /** The sides of the answer that comes again. */
  readonly before: readonly number[] | null
}

/**
 * The next tasks in the order they are shown. Which places are controls is planned ahead
 * (core/queue/serving-plan.ts); where there is no control to give, an ordinary task stands in. After
 * the last ordinary task nothing follows, unless the project is all gold.
 */
async function takeTasks(
  tx: Sql,
  who: Annotator,
  member: Member,
  setup: AnnotateSetup,
  count: number,
): Promise<{ leases: readonly Taken[]; state: "empty" | "busy" | "searching" }> {
  const at = toPoint(member, setup)
  const key = servingKey(setup.secret, who.userId)
  // Somebody without a membership has no place to count from, and gets no controls.
  const rates =
    member.served === null
      ? { goldRate: 0, repeatRate: 0 }
      : setup.screening
        ? { goldRate: 100, repeatRate: 0 }
        : setup
  const plan = planClaim(key, member.served ?? 0, rates, count)
  const start = `${key}:${member.served ?? 0}`
  const pick = setup.screening ? pickScreeningGold : pickGold
  const gold = await pick(tx, who, { ...at, ringPoint: ringPointOf(start) }, plan.gold)
  const repeats = await pickRepeats(tx, who, { ...at, seed: start }, plan.repeats)
  const controls = gold.length + repeats.length
  // Controls alone, since the places that are wanted all are such: only while ordinary tasks follow.
  if (onlyGold(rates) || (controls === count && (await hasLabels(tx, who, at)))) {
    return { leases: plan.arrange(toTaken([], gold, repeats), true), state: "empty" }
  }
  const wanted = controls === count ? count : count - controls
  const found = await takeLabels(tx, who, member, at, wanted)
  if (found.tasks.length === 0) return { leases: [], state: found.state }
  const given = controls === count ? toTaken(found.tasks, [], []) : toTaken(found.tasks, gold, repeats)
  // As many as were wanted: more follow, and a claim that came short would tell that a control is next.
  return { leases: plan.arrange(given, found.tasks.length === wanted), state: found.state }
}

function toTaken(labels: readonly TakenTask[], gold: readonly TakenTask[], repeats: readonly RepeatTask[]) {
  return {
    LABEL: labels.map((task): Taken => ({ task, purpose: "LABEL", before: null })),
    GOLD: gold.map((task): Taken => ({ task, purpose: "GOLD", before: null })),
    REPEAT: repeats.map(({ shown, ...task }): Taken => ({ task, purpose: "REPEAT", before: shown })),
  }
}

/** Whether ordinary tasks follow for this person, as far as a short look shows. */
async function hasLabels(tx: Sql, who: Annotator, at: ClaimantPoint): Promise<boolean> {
  const ahead = await lookForTasks(tx, who, at, LOOK)
  return ahead.ids.length > 0 || (await lookForTasks(tx, who, { ...at, ringPoint: 0 }, LOOK)).ids.length > 0
}

async function takeLabels(
  tx: Sql,
  who: Annotator,
  member: Member,
  at: ClaimantPoint,
  count: number,
): Promise<{ tasks: readonly TakenTask[]; state: "empty" | "busy" | "searching" }> {
  const near = await takeSlots(tx, who, at, count)
  return near.length > 0 ? { tasks: near, state: "empty" } : searchQueue(tx, who, member, at, count)
}

async function keepInMind(
  tx: Sql,
  who: Annotator,
  member: Member,
  setup: AnnotateSetup,
  taken: readonly Taken[],
): Promise<void> {
  const others = await listSidesOfOthers(
    tx,
    who,
    taken.map((one) => one.task.id),
  )
  let balance = member.sideBalance
  const leases: NewLease[] = []
  for (const { task, purpose, before } of taken) {
    const { lean, people } = others.get(task.id) ?? { lean: 0, people: 0 }
    const seed = `${setup.seed}:sides:${task.id}`
    const shown =
      before !== null
        ? before.toReversed()
        : task.k === 2
          ? pairSides({ task: lean, annotator: balance }, `${seed}:${who.userId}`)
          : rankingOrder(task.k, seed, people)
    if (task.k === 2) balance += shown[0] === 0 ? 1 : -1
    leases.push({ task, purpose, shown, token: randomBytes(16).toString("base64url") })
  }
  const written = await insertLeases(tx, who, leases, leaseLength(setup.leaseAhead))
  // A task that comes back keeps its old sides, which were counted when it came first.
  const sideBalance = leases
    .filter((one) => one.task.k === 2 && written.has(one.token))
    .reduce((sum, one) => sum + (one.shown[0] === 0 ? 1 : -1), member.sideBalance)
  const last = leases.findLast((one) => one.purpose === "LABEL")?.task.ring
  await movePerson(tx, who, {
    ringPoint: last === undefined ? member.ringPoint : (last + 1) % RING,
    sideBalance,
    served: (member.served ?? 0) + leases.length,
  })
}

function toPoint(member: Member, setup: AnnotateSetup): ClaimantPoint {
  return {
    cohort: member.cohort,
    ringPoint: member.ringPoint,
    kind: setup.protocol.definition.kind,
  }
}

/**
 * An owner of the instance who is no member enters the ring at a point of their own all the same.
 * Anybody else without a membership was removed since the request began.
 */
function guest(who: Annotator): Member {
  if (who.actor.kind !== "user" || who.actor.instanceRole !== "OWNER") {
    throw new DiptychError("NOT_FOUND", `There is no project "${who.slug}" here for you.`)
  }
  const ringPoint = ringPointOf(who.userId)
  return {
    cohort: null,
    paused: false,
    ringPoint,
    sideBalance: 0,
    served: null,
    sweepFrom: null,
    swept: false,
  }
}

/** 31 bits that look random, the same for the same words. */
function ringPointOf(words: string): number {
  return createHash("sha256").update(words).digest().readUInt32BE(0) % RING
}
