import type { Line } from "@/components/annotate/loop/line"
import { holdLock } from "@/components/annotate/loop/locks"
import type { TaskPage } from "@/components/annotate/store/database"
import type { LocalStore } from "@/components/annotate/store/local-store"
import { toPage } from "@/components/annotate/store/local-store"
import type { Draft } from "@/core/annotate/draft"
import { emptyDraft } from "@/core/annotate/draft"
import { answeredTokens, unsentAnswers } from "@/core/annotate/outbox-rules"
import type { Done, Supply } from "@/core/annotate/reducer"
import type { LeaseRequest, LeaseResponse, RecallResponse, RenewResponse } from "@/core/annotate/wire"

type QueueOptions = {
  readonly store: LocalStore
  readonly line: Line
  readonly isShown: (token: string) => boolean
  readonly idleMs: () => number
  readonly knows: () => NonNullable<LeaseRequest["knows"]>
  /** Version of the guidelines that was confirmed here; 0 = none. */
  readonly confirmed: () => number
  /** `unsent`: judged tasks that the server does not know of yet. */
  readonly onLease: (answer: LeaseResponse, unsent: number) => void
  readonly onTasks: (tokens: readonly string[], supply: Supply) => void
  readonly onGone: (tokens: readonly string[]) => void
  readonly onChange: () => void
}

/** Only a person who did something in this time gets leases renewed. */
const recentInput = 5 * 60_000

/**
 * The tasks leased ahead. All of them lie in the device's store; the next few are taken into this
 * tab: locked against other tabs, their texts in memory, ready to be laid out.
 */
export class Queue {
  pages: ReadonlyMap<string, TaskPage> = new Map()
  elsewhere = false
  readonly #drafts = new Map<string, Draft>()
  /** On their way into the queue. */
  readonly #taking = new Set<string>()
  readonly #locks = new Map<string, () => void>()
  /** Tasks brought back by an undo, each with the number of that undo. */
  readonly #brought = new Map<string, number>()
  #undos = 0
  /** Tasks that could not be put into the device's store. */
  readonly #loose: string[] = []
  #supply: Supply = "unknown"
  #leaseAhead = 3
  #open = 0
  #leasing: Promise<void> | null = null
  #leaseAgain = false
  #stopped = false
  #refusals = 0
  #supplying: Promise<void> | null = null
  #supplyAgain = false
  #leaseTimer: ReturnType<typeof setTimeout> | null = null

  constructor(readonly options: QueueOptions) {}

  /** Asks the server for tasks. `withProgress` costs a count there. */
  async lease(withProgress: boolean): Promise<void> {
    if (this.#leasing) {
      this.#leaseAgain = true
      return await this.#leasing
    }
    this.#leasing = this.#lease(withProgress).finally(() => {
      this.#leasing = null
    })
    await this.#leasing
    if (this.#leaseAgain && this.options.line.fault === null) {
      this.#leaseAgain = false
      await this.lease(false)
    }
  }

  /** Asks for more once enough has been worked off. */
  async refill(): Promise<void> {
    if (this.options.line.fault !== null) return
    const missing = this.#leaseAhead - this.#open
    const wanted = missing >= Math.max(1, Math.floor(this.#leaseAhead / 4)) || this.#open < 2
    if (wanted && (this.#supply !== "empty" || this.#open === 0)) await this.lease(false)
  }

  /** Takes the next tasks into this tab, as far as other tabs have not. */
  async supply(): Promise<void> {
    if (this.#supplying) {
      this.#supplyAgain = true
      return await this.#supplying
    }
    this.#supplying = this.#supplyOnce().finally(() => {
      this.#supplying = null
    })
    await this.#supplying
    if (this.#supplyAgain) {
      this.#supplyAgain = false
      await this.supply()
    }
  }

  /** One less (or, after an undo, one more) to be done: more is asked for without counting them all. */
  noteDone(by: 1 | -1): void {
    this.#open = Math.max(0, this.#open - by)
  }

  draftOf(token: string): Draft | undefined {
    return this.#drafts.get(token)
  }

  /** Brings a task back for undo: from memory, the device, or the server. */
  async bring(token: string): Promise<boolean> {
    this.#undos += 1
    this.#brought.set(token, this.#undos)
    await this.#hold(token)
    if (this.pages.has(token)) return true
    const { store, line } = this.options
    const known = await store.getPage(token).catch(() => undefined)
    if (known) {
      this.#remember(token, known)
      return true
    }
    const answer = await line.post("/recall", { account: store.account, tokens: [token] }, isRecallResponse)
    const task = answer?.tasks.find((one) => one.token === token)
    if (!answer || !task) return false
    this.#remember(token, toPage(task, answer.texts))
    return true
  }

  /** Lets go of texts and locks that this tab no longer needs. */
  forget(queue: readonly string[], last: string | undefined): void {
    const keep = new Set([...queue, ...this.#taking, ...(last === undefined ? [] : [last])])
    if ([...this.pages.keys()].some((token) => !keep.has(token))) {
      this.pages = new Map([...this.pages].filter(([token]) => keep.has(token)))
    }
    for (const [token, release] of this.#locks) {
      if (queue.includes(token) || this.#taking.has(token)) continue
      release()
      this.#locks.delete(token)
    }
    for (const token of this.#drafts.keys()) if (!keep.has(token)) this.#drafts.delete(token)
  }

  /** What was done earlier in this sitting, oldest first; older work is cleared from the device. */
  async recallSitting(since: number): Promise<readonly Done[]> {
    const { store } = this.options
    const done = (await store.listTasks()).filter((row) => row.state === "done")
    await store.dropTasks(done.filter((row) => (row.doneAt ?? 0) < since).map((row) => row.token))
    return done
      .filter((row) => (row.doneAt ?? 0) >= since)
      .toSorted((a, b) => (a.doneAt ?? 0) - (b.doneAt ?? 0))
      .flatMap((row) =>
        row.outcome
          ? [{ token: row.token, outcome: row.outcome, draft: { ...emptyDraft, ...row.draft } }]
          : [],
      )
  }

  /** Leases of a person at work are renewed at their half; those of an idle tab run out. */
  async renew(): Promise<void> {
    const { store, line } = this.options
    const undos = this.#undos
    const idleMs = this.options.idleMs()
    if (idleMs > recentInput || line.fault !== null) return
    const open = await store.listTasks().catch(() => [])
    const tokens = open.filter((row) => row.state === "open").map((row) => row.token)
    if (tokens.length === 0) return
    const answer = await line.post("/renew", { account: store.account, tokens, idleMs }, isRenewResponse)
    if (answer === null) return
    await store.setLeases(answer.leases).catch(() => undefined)
    await this.#drop(answer.gone, undos)
  }

  async release(): Promise<void> {
    const { store, line } = this.options
    const open = await store.listTasks().catch(() => [])
    const tokens = open.filter((row) => row.state === "open").map((row) => row.token)
    if (tokens.length > 0) await line.post("/release", { account: store.account, tokens }, isAny)
  }

  stop(): void {
    this.#stopped = true
    if (this.#leaseTimer) clearTimeout(this.#leaseTimer)
    for (const release of this.#locks.values()) release()
    this.#locks.clear()
  }

  async #lease(withProgress: boolean): Promise<void> {
    const { store, line } = this.options
    const undos = this.#undos
    const rows = await store.listTasks().catch(() => [])
    const outbox = await store.listOutbox().catch(() => [])
    const waiting = outbox.filter((one) => one.slug === store.slug)
    // An undo that is still on its way: the server takes the task for answered, and must not be asked.
    const undone = new Set(waiting.filter((one) => one.item.kind === "undo").map((one) => one.item.token))
    const have = rows.filter((row) => row.state === "open" && !undone.has(row.token)).map((row) => row.token)
    const body: LeaseRequest = {
      account: store.account,
      have: [...have, ...this.#loose].slice(0, 400),
      answered: answeredTokens(waiting).slice(-1000),
      knows: this.options.knows(),
      ...(this.options.confirmed() > 0 && { confirmed: this.options.confirmed() }),
      ...(withProgress && { progress: { dayStart: startOfDay() } }),
    }
    const answer = await line.post("/lease", body, isLeaseResponse)
    if (answer === null) {
      line.retryLater(() => void this.lease(withProgress))
      // Ask for what the device has meanwhile.
      return await this.supply()
    }
    this.#leaseAhead = answer.leaseAhead
    this.#supply = answer.state
    try {
      await store.putTasks(answer.tasks, answer.texts, Date.now())
      await store.setLeases(answer.held)
    } catch {
      // Nothing can be kept here; the tasks are shown all the same, and answering says why it fails.
      for (const task of answer.tasks) {
        this.#remember(task.token, toPage(task, answer.texts))
        this.#loose.push(task.token)
      }
    }
    await this.#drop(answer.gone, undos)
    this.options.onLease(answer, unsentAnswers(waiting))
    await this.supply()
    if (answer.more) this.#leaseAgain = true
    if (answer.state === "busy") {
      if (this.#leaseTimer) clearTimeout(this.#leaseTimer)
      this.#leaseTimer = setTimeout(() => void this.lease(false), 1000)
    }
  }

  async #supplyOnce(): Promise<void> {
    const { store } = this.options
    const rows = await store.listTasks().catch(() => [])
    const open = [...rows.filter((row) => row.state === "open").map((row) => row.token), ...this.#loose]
    this.#open = open.length
    // Leave something for a second tab where only a few are leased.
    const ahead = this.#leaseAhead > 3 ? 4 : 2
    const take: string[] = []
    let held = 0
    let refused = 0
    for (const token of open) {
      if (held >= ahead) break
      // Between here and the queue nothing may let go of it.
      this.#taking.add(token)
      if (!(await this.#hold(token))) {
        refused += 1
        continue
      }
      if (this.options.isShown(token)) {
        held += 1
        continue
      }
      // Between the list and the lock another tab may have answered it.
      if (!this.#loose.includes(token) && !(await store.isOpen(token).catch(() => true))) continue
      held += 1
      const page = this.pages.get(token) ?? (await store.getPage(token).catch(() => undefined))
      if (page === undefined) continue
      const draft = await store.getDraft(token).catch(() => undefined)
      // What was kept before a field came has its default.
      if (draft) this.#drafts.set(token, { ...emptyDraft, ...draft })
      this.#remember(token, page)
      take.push(token)
    }
    this.#noteElsewhere(held === 0 && refused > 0)
    // Tasks in other tabs are still to be done: the queue is at its end only without them.
    this.options.onTasks(take, this.elsewhere ? "ok" : this.#supply)
    this.#taking.clear()
  }

  /** Another tab has all there is. Said only when it stays so: a tab that closes needs a moment. */
  #noteElsewhere(refused: boolean): void {
    if (!refused || this.#stopped) {
      this.#refusals = 0
      this.elsewhere = false
      return
    }
    this.#refusals += 1
    this.elsewhere = this.#refusals > 3
    setTimeout(() => void this.supply(), this.elsewhere ? 2000 : 250)
  }

  /**
   * Leases that are lost. What was answered meanwhile is no longer open and is left alone; so is what was
   * answered and undone again since the server was asked (`undos` had been made by then): it saw the answer.
   */
  async #drop(gone: readonly string[], undos: number): Promise<void> {
    if (gone.length === 0) return
    const { store } = this.options
    const rows = await store.listTasks().catch(() => [])
    const open = new Set(rows.filter((row) => row.state === "open").map((row) => row.token))
    const lost = gone.filter((token) => open.has(token) && (this.#brought.get(token) ?? 0) <= undos)
    if (lost.length === 0) return
    this.options.onGone(lost)
    await store.dropTasks(lost.filter((token) => !this.options.isShown(token))).catch(() => undefined)
  }

  async #hold(token: string): Promise<boolean> {
    if (this.#stopped) return false
    if (this.#locks.has(token)) return true
    const release = await holdLock(`diptych-task-${this.options.store.account}-${token}`)
    if (release === undefined) return false
    if (this.#stopped) {
      release()
      return false
    }
    this.#locks.set(token, release)
    return true
  }

  #remember(token: string, page: TaskPage): void {
    this.pages = new Map([...this.pages, [token, page]])
  }
}

function startOfDay(): string {
  const day = new Date()
  day.setHours(0, 0, 0, 0)
  return day.toISOString()
}

function has<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === "object" && value !== null && name in value
}
// The server's own schema has checked these answers (core/annotate/wire.ts); here it only has to be
// told apart from a page that something between sent instead.
const isLeaseResponse = (value: unknown): value is LeaseResponse => has(value, "tasks") && has(value, "held")
const isRenewResponse = (value: unknown): value is RenewResponse => has(value, "leases") && has(value, "gone")
const isRecallResponse = (value: unknown): value is RecallResponse =>
  has(value, "tasks") && has(value, "texts")
const isAny = (value: unknown): value is unknown => value !== undefined
