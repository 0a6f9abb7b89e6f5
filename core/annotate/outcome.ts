/**
 * What an answer, an undo or a skip does to an assignment and to its task's slots. Pure, so that the
 * one rule that matters can be tested without a database: `0 <= counted <= taken <= overlap`, with
 * `taken` = leases that hold a slot + counted answers, after any sequence of anything.
 *
 * | item    | before            | assignment | slot                                    |
 * | verdict | LEASED            | SUBMITTED  | kept, counted; surplus if it has none    |
 * | verdict | SUBMITTED         | SUBMITTED  | as it was: a correction                  |
 * | verdict | EXPIRED, RELEASED | SUBMITTED  | taken again if one is free, else surplus |
 * | verdict | SKIPPED           | SUBMITTED  | the same, and the skip is taken back     |
 * | undo    | SUBMITTED         | LEASED     | kept, no longer counted                  |
 * | undo    | SKIPPED           | LEASED     | taken again if one is free               |
 * | skip    | any               | SKIPPED    | given back                               |
 */
export type TaskSlots = {
  readonly status: "ACTIVE" | "REVIEW" | "RETIRED" | "RULED" | "GOLD"
  readonly overlap: number
  readonly taken: number
  readonly counted: number
  readonly skips: number
}

export type Lease = {
  readonly purpose: "LABEL" | "GOLD" | "REPEAT"
  readonly state: "LEASED" | "SUBMITTED" | "SKIPPED" | "EXPIRED" | "RELEASED"
  readonly holdsSlot: boolean
}

export type Outcome = {
  readonly task: TaskSlots
  readonly lease: Lease
  /** The revision to write: what it says, or none. */
  readonly writes: "ACCEPTED" | "SURPLUS" | "WITHDRAWN" | null
  /** What the person is told: `surplus` = there is no slot of the task for them. */
  readonly status: "accepted" | "surplus"
}

/** A judgment (or a correction of one). */
export function applyVerdict(task: TaskSlots, lease: Lease, skipLimit: number): Outcome {
  const before = lease.state === "SKIPPED" ? unskip(task, lease, skipLimit) : task
  if (lease.purpose !== "LABEL") {
    return {
      task: before,
      lease: { ...lease, state: "SUBMITTED" },
      writes: "ACCEPTED",
      status: "accepted",
    }
  }
  const held = takeSlot(before, lease)
  if (!held.lease.holdsSlot) {
    return {
      task: before,
      lease: { ...held.lease, state: "SUBMITTED" },
      writes: "SURPLUS",
      status: "surplus",
    }
  }
  const counted = held.task.counted + (isCounted(lease) ? 0 : 1)
  return {
    task: { ...held.task, counted },
    lease: { ...held.lease, state: "SUBMITTED" },
    writes: "ACCEPTED",
    status: "accepted",
  }
}

/** Takes the latest answer or skip back. With nothing to take back it changes nothing. */
export function applyUndo(task: TaskSlots, lease: Lease, skipLimit: number): Outcome {
  if (lease.state !== "SUBMITTED" && lease.state !== "SKIPPED") {
    return { task, lease, writes: null, status: "accepted" }
  }
  const writes = lease.state === "SUBMITTED" ? "WITHDRAWN" : null
  const uncounted =
    lease.state === "SKIPPED"
      ? unskip(task, lease, skipLimit)
      : isCounted(lease)
        ? { ...task, counted: task.counted - 1 }
        : task
  const held = takeSlot(uncounted, { ...lease, state: "LEASED" })
  const lost = lease.purpose === "LABEL" && !held.lease.holdsSlot
  return { ...held, writes, status: lost ? "surplus" : "accepted" }
}

/** The person does not judge this task; at `skipLimit` skips a reviewer looks at it. */
export function applySkip(task: TaskSlots, lease: Lease, skipLimit: number): Outcome {
  const next: Lease = { ...lease, state: "SKIPPED", holdsSlot: false }
  const writes = lease.state === "SUBMITTED" ? "WITHDRAWN" : null
  if (lease.purpose !== "LABEL" || lease.state === "SKIPPED") {
    return { task, lease: next, writes, status: "accepted" }
  }
  const skips = task.skips + 1
  return {
    task: {
      ...task,
      taken: task.taken - (lease.holdsSlot ? 1 : 0),
      counted: task.counted - (isCounted(lease) ? 1 : 0),
      skips,
      status: task.status === "ACTIVE" && skips >= skipLimit ? "REVIEW" : task.status,
    },
    lease: next,
    writes,
    status: "accepted",
  }
}

function isCounted(lease: Lease): boolean {
  return lease.purpose === "LABEL" && lease.state === "SUBMITTED" && lease.holdsSlot
}

const closed: ReadonlySet<TaskSlots["status"]> = new Set(["RETIRED", "RULED", "GOLD"])

/** A slot for a lease that lost its own, where one is free. Tasks closed for good or by a ruling, and gold, give none. */
function takeSlot(task: TaskSlots, lease: Lease): { task: TaskSlots; lease: Lease } {
  if (lease.purpose !== "LABEL" || lease.holdsSlot) return { task, lease }
  if (closed.has(task.status) || task.taken >= task.overlap) return { task, lease }
  return { task: { ...task, taken: task.taken + 1 }, lease: { ...lease, holdsSlot: true } }
}

/** A skip taken back. The one that sent the task to review brings it back into the queue. */
function unskip(task: TaskSlots, lease: Lease, skipLimit: number): TaskSlots {
  if (lease.purpose !== "LABEL" || task.skips === 0) return task
  const back = task.status === "REVIEW" && task.skips === skipLimit
  return { ...task, skips: task.skips - 1, status: back ? "ACTIVE" : task.status }
}
