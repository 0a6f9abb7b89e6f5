import { Line } from "@/components/annotate/loop/line"
import { hasLocks } from "@/components/annotate/loop/locks"
import { Queue } from "@/components/annotate/loop/queue"
import { Sender } from "@/components/annotate/loop/sender"
import { Stopwatch } from "@/components/annotate/loop/stopwatch"
import type { TaskPage } from "@/components/annotate/store/database"
import type { NewItem } from "@/components/annotate/store/local-store"
import {
  DoneElsewhere,
  LocalStore,
  StoreSilent,
  toStorageHindrance,
} from "@/components/annotate/store/local-store"
import type { Draft } from "@/core/annotate/draft"
import { findHindrance } from "@/core/annotate/hindrance"
import type { SyncState } from "@/core/annotate/outbox-rules"
import { toSyncState } from "@/core/annotate/outbox-rules"
import type { AnnotateEvent, AnnotateState, Hindrance, Outcome, Panel } from "@/core/annotate/reducer"
import { acceptsVerdict, initialState, reduceAnnotate } from "@/core/annotate/reducer"
import type { SkipReason } from "@/core/annotate/skip-reasons"
import type { AnswerAction } from "@/core/annotate/strip"
import { toVerdict } from "@/core/annotate/strip"
import type { LeaseResponse, WireGuidelines, WireProtocol } from "@/core/annotate/wire"

/** What the server said about the project, as of the last lease; kept on the device. */
export type ProjectFacts = {
  readonly protocol: WireProtocol
  readonly guidelines: WireGuidelines | null
  readonly leaseAhead: number
  readonly blurContent: boolean
  readonly breakAfterMin: number
}
export type Progress = {
  readonly doneToday: number
  readonly left: { readonly count: number; readonly atLeast: boolean } | null
}
export type Message =
  | { readonly kind: "surplus"; readonly count: number }
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "gone" }

export type Snapshot = {
  readonly state: AnnotateState
  readonly pages: ReadonlyMap<string, TaskPage>
  /** Tasks whose layout is in the document; the one in view is always among them. */
  readonly mounted: readonly string[]
  /** The task in view once its frame is painted: only then is it opened to the focus and to the pointer. */
  readonly settled: string | null
  readonly facts: ProjectFacts | null
  readonly progress: Progress | null
  readonly sync: {
    readonly state: SyncState
    readonly waiting: number
    readonly otherAccount: boolean
    /** False until the outbox has been counted: nothing is said that is not known. */
    readonly known: boolean
  }
  /** The queue's tasks are open in another tab of this browser. */
  readonly elsewhere: boolean
  /** No longer a member of the project. */
  readonly shutOut: boolean
  readonly messages: readonly Message[]
  /** Newest version of the guidelines that was opened in this sitting. */
  readonly guidelinesRead: number
  /** Active time of this sitting. */
  readonly sittingMs: number
  readonly breakDue: boolean
}

/**
 * The annotate page apart from its looks: state, device store, leases and sending. One instance per
 * page. The screen subscribes to snapshots and calls the verbs below.
 */
export class Instrument {
  readonly store: LocalStore
  readonly stopwatch: Stopwatch
  readonly #sendLine: Line
  readonly #leaseLine: Line
  readonly #sender: Sender
  readonly #queue: Queue
  readonly #listeners = new Set<() => void>()
  #channel: BroadcastChannel | null = null
  #state: AnnotateState = initialState
  #snapshot: Snapshot
  #mounted: readonly string[] = []
  #settled: string | null = null
  #facts: ProjectFacts | null = null
  #progress: Progress | null = null
  #waiting = 0
  #counted = false
  #messages: readonly Message[] = []
  #breakAt = 0
  #guidelinesRead = 0
  /** The task whose answer the device's store left without a word. */
  #unanswered: string | null = null
  #toastTimer: ReturnType<typeof setTimeout> | null = null
  #savingDraft: Promise<void> | null = null
  #draftAgain = false
  readonly #stops: (() => void)[] = []

  constructor(account: string, slug: string) {
    this.store = new LocalStore(account, slug)
    this.stopwatch = new Stopwatch()
    const line = (base: string) => new Line({ base, random: Math.random, onChange: () => this.#noteLines() })
    this.#sendLine = line("/api/annotate")
    this.#leaseLine = line(`/api/annotate/${encodeURIComponent(slug)}`)
    this.#sender = new Sender({
      store: this.store,
      line: this.#sendLine,
      onChange: () => void this.#recount(true),
      onSurplus: (count) => this.#say({ kind: "surplus", count }),
      onRefused: (texts) => texts.forEach((text) => this.#say({ kind: "refused", text })),
    })
    this.#queue = new Queue({
      store: this.store,
      line: this.#leaseLine,
      isShown: (token) => this.#state.queue.includes(token),
      idleMs: () => this.stopwatch.idleMs(),
      knows: () => ({
        ...(this.#facts && { protocol: this.#facts.protocol.version }),
        ...(this.#facts?.guidelines && { guidelines: this.#facts.guidelines.version }),
      }),
      onLease: (answer, unsent) => this.#learn(answer, unsent),
      onTasks: (tokens, supply) => {
        this.#dispatch({ type: "arrived", tokens, supply })
        afterPaint(() => this.#mount())
      },
      onGone: (tokens) => this.#lose(tokens),
      onChange: () => this.#publish(),
    })
    this.#channel =
      typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`diptych-${account}`)
    this.#snapshot = this.#toSnapshot()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  getSnapshot = (): Snapshot => this.#snapshot

  /** What the device holds first, so that the page works before (or without) an answer of the server. */
  async start(): Promise<void> {
    this.#listen()
    try {
      this.#facts = (await this.store.getMeta<ProjectFacts>(`project:${this.store.slug}`)) ?? null
      await this.stopwatch.resume(this.store)
      this.#guidelinesRead = (await this.store.getMeta<number>(`guidelines:${this.store.slug}`)) ?? 0
      const history = await this.#queue.recallSitting(this.stopwatch.startedAt)
      if (history.length > 0) this.#dispatch({ type: "remembered", history })
    } catch {
      // Storage is denied: the first answer will say so, and nothing is kept until then.
    }
    await this.#recount()
    if (this.#facts) await this.#queue.supply()
    await this.#queue.lease(true)
    this.#sender.kick()
  }

  stop(): void {
    for (const stop of this.#stops) stop()
    this.#stops.length = 0
    this.#sendLine.cancel()
    this.#leaseLine.cancel()
    this.#queue.stop()
    this.#channel?.close()
    this.#channel = null
  }

  // ------------------------------------------------------------- verbs

  /** Says which is better. Returns before the page moves on; it moves once the answer is on the disk. */
  async answer(action: AnswerAction, inputPath: string): Promise<void> {
    const facts = this.#facts
    if (!this.#isShown() || !facts?.protocol.scale) return
    const verdict = toVerdict(action, facts.protocol.scale)
    const hidden = facts.blurContent && !this.#state.revealed
    const hindrance = findHindrance(verdict, this.#state.draft, facts.protocol, hidden)
    if (hindrance) return this.#hinder(hindrance)
    if (verdict === undefined) return
    const { draft } = this.#state
    const note = draft.note.trim() === "" ? null : draft.note
    const asksReason = facts.protocol.rationale.mode !== "off"
    await this.#keep({ kind: "answer", action }, (base) => ({
      ...base,
      kind: "verdict",
      protocolVersion: facts.protocol.version,
      guidelineVersion: facts.guidelines?.version ?? null,
      verdict,
      inputPath,
      confidence: draft.confidence,
      rationale: asksReason ? note : null,
      note: asksReason ? null : note,
      editedText: draft.edit?.text ?? null,
      flags: draft.flags.map((flag) => ({ panel: flag.panel, type: flag.type })),
      scrollDepth: this.stopwatch.scrollDepth(),
    }))
  }

  async skip(reason: SkipReason, note: string, inputPath: string): Promise<void> {
    if (!this.#isShown()) return
    await this.#keep({ kind: "skip", reason }, (base) => ({
      ...base,
      kind: "skip",
      reason,
      note: note.trim() === "" ? null : note,
      inputPath,
    }))
  }

  /** Takes back the last answer or skip of the sitting, and the one before it, and so on. */
  async undo(inputPath: string): Promise<void> {
    const done = this.#state.history.at(-1)
    if (done === undefined) return this.#hinder({ kind: "nothing-to-undo" })
    await this.#saveDraft()
    this.#dispatch({ type: "undo" })
    if (this.#state.phase !== "undoing") return
    try {
      if (!(await this.#queue.bring(done.token))) return this.#hinder({ kind: "not-at-hand" })
      const item: NewItem = { kind: "undo", key: newKey(), token: done.token, inputPath, ...this.#times() }
      await this.store.keepUndo(item, done, Date.now())
      this.#waiting += 1
    } catch (error) {
      return this.#hinder(toStorageHindrance(error))
    }
    this.#dispatch({ type: "restored" })
    this.#queue.noteDone(-1)
    this.#count(done.outcome, -1)
    this.#arrive()
    this.#changed()
  }

  changeDraft(draft: Draft): void {
    this.#dispatch({ type: "draft-changed", draft })
    void this.#saveDraft()
  }

  openPanel(panel: Panel | null): void {
    this.#dispatch({ type: "panel", panel })
  }

  closeGuidelines(): void {
    this.#guidelinesRead = this.#facts?.guidelines?.version ?? 0
    this.store.putMeta(`guidelines:${this.store.slug}`, this.#guidelinesRead).catch(() => undefined)
    this.openPanel(null)
  }

  toggle(view: "raw" | "diff"): void {
    this.#dispatch({ type: "toggle", view })
  }

  reveal(): void {
    this.#dispatch({ type: "reveal" })
  }

  dismissMessages(): void {
    this.#messages = []
    this.#publish()
  }

  takeBreak(): void {
    this.#breakAt = this.stopwatch.activeMs() + this.#breakAfter()
    this.#publish()
  }

  /** The person asks again whether there is more. */
  lookAgain(): void {
    this.#leaseLine.forgive()
    this.#sendLine.forgive()
    void this.#queue.lease(true)
    this.#sender.retry()
  }

  /** Leases given back and texts wiped, for signing out. */
  async leave(): Promise<void> {
    await this.#queue.release()
    await this.store.wipe()
  }

  // ------------------------------------------------------------- inside

  /** A task is in view with its texts: what nobody has seen, nobody has judged. */
  #isShown(): boolean {
    const token = this.#state.queue[0]
    return acceptsVerdict(this.#state) && token !== undefined && this.#queue.pages.has(token)
  }

  async #keep(outcome: Outcome, toItem: (base: ItemBase) => NewItem): Promise<void> {
    const token = this.#state.queue[0]
    if (token === undefined) return
    const draft = this.#state.draft
    const item = toItem({ key: newKey(), token, ...this.#times() })
    const again = this.#unanswered === token
    const keeping = this.store.keepOutcome(item, outcome, draft, {
      now: Date.now(),
      again,
      locked: hasLocks(),
    })
    // No other key is taken from here on. Drawn only where the store takes its time: mostly the next
    // frame shows the next task already.
    this.#state = reduceAnnotate(this.#state, { type: "chose", outcome })
    const drawn = setTimeout(() => this.#publish(), 60)
    const slow = setTimeout(() => this.#dispatch({ type: "slow" }), 1000)
    try {
      await keeping
    } catch (error) {
      if (error instanceof StoreSilent) this.#unanswered = token
      if (!(error instanceof DoneElsewhere)) return this.#hinder(toStorageHindrance(error))
      this.#dispatch({ type: "done-elsewhere" })
      return this.#arrive()
    } finally {
      clearTimeout(drawn)
      clearTimeout(slow)
    }
    this.#unanswered = null
    this.#waiting += 1
    this.#queue.noteDone(1)
    this.#count(outcome, 1)
    this.#dispatch({ type: "stored" })
    this.#arrive()
    afterPaint(() => this.#changed())
  }

  /** Another task is in view: its time starts, and the rest is prepared once it is painted. */
  #arrive(): void {
    this.stopwatch.next()
    this.#scheduleToastEnd()
    const token = this.#state.queue[0]
    if (token !== undefined && !this.#queue.pages.has(token)) {
      void this.#queue.bring(token).then(() => this.#publish())
    }
    afterPaint(() => {
      this.#settle()
      this.#queue.forget(this.#state.queue, this.#state.history.at(-1)?.token)
      void this.stopwatch.save(this.store)
      void this.#queue.supply()
      // In a piece of its own: a fast reader's key comes in between.
      afterPaint(() => this.#mount())
    })
  }

  #settle(): void {
    const current = this.#state.queue[0] ?? null
    if (current === this.#settled) return
    this.#settled = current
    this.#publish()
  }

  /** Lays out the next two tasks behind the one in view, and lets go of those done. */
  #mount(): void {
    const next = this.#state.queue.slice(0, 3)
    if (next.join() === this.#mounted.join()) return
    this.#mounted = next
    this.#publish()
  }

  #changed(): void {
    this.#sender.kick()
    this.#channel?.postMessage("changed")
    void this.#queue.refill()
  }

  #times() {
    return {
      activeMs: this.stopwatch.taskActiveMs(),
      wallMs: this.stopwatch.taskWallMs(),
      shownAt: this.stopwatch.shownAt,
      decidedAt: new Date().toISOString(),
      device: toDevice(),
    } as const
  }

  #learn(answer: LeaseResponse, unsent: number): void {
    const protocol = answer.protocol ?? this.#facts?.protocol
    if (protocol) {
      this.#facts = {
        protocol,
        guidelines:
          answer.guidelines ?? (answer.guidelineVersion === null ? null : (this.#facts?.guidelines ?? null)),
        leaseAhead: answer.leaseAhead,
        blurContent: answer.blurContent,
        breakAfterMin: answer.breakAfterMin,
      }
      if (this.#breakAt === 0) this.#breakAt = this.#breakAfter()
      this.#askToConfirm()
      this.store.putMeta(`project:${this.store.slug}`, this.#facts).catch(() => undefined)
    }
    if (answer.progress) {
      const { doneToday, left } = answer.progress
      this.#progress = { doneToday: Math.max(0, doneToday + unsent), left }
    }
    this.#publish()
  }

  /** Where the project asks for it, new guidelines are opened before the first task. */
  #askToConfirm(): void {
    const guidelines = this.#facts?.guidelines
    if (!guidelines?.confirmRequired || this.#guidelinesRead >= guidelines.version) return
    if (this.#state.panel === null) this.openPanel("guidelines")
  }

  #lose(tokens: readonly string[]): void {
    const inView = this.#state.queue[0]
    if (inView !== undefined && tokens.includes(inView)) this.#say({ kind: "gone" })
    this.#dispatch({ type: "dropped", tokens })
  }

  #count(outcome: Outcome, by: 1 | -1): void {
    if (this.#progress === null) return
    const { doneToday, left } = this.#progress
    this.#progress = {
      doneToday: doneToday + (outcome.kind === "answer" ? by : 0),
      left: left && { ...left, count: Math.max(0, left.count - by) },
    }
  }

  /** Every letter at once, so that a reload finds it; one write at a time, the newest last. */
  async #saveDraft(): Promise<void> {
    if (this.#savingDraft) {
      this.#draftAgain = true
      return await this.#savingDraft
    }
    const token = this.#state.queue[0]
    if (token === undefined || this.#state.phase !== "judging") return
    this.#draftAgain = false
    this.#savingDraft = this.store.putDraft(token, this.#state.draft).catch(() => undefined)
    await this.#savingDraft
    this.#savingDraft = null
    if (this.#draftAgain) await this.#saveDraft()
  }

  async #recount(tell = false): Promise<void> {
    const before = this.#waiting
    try {
      this.#waiting = await this.store.countOutbox()
      if (tell && this.#waiting !== before) this.#channel?.postMessage("changed")
    } catch {
      // Denied storage holds nothing; what was counted stays.
    }
    this.#counted = true
    this.#publish()
  }

  #hinder(hindrance: Hindrance): void {
    this.#dispatch({ type: "hindered", hindrance })
    if (hindrance.kind === "reason-wanted") this.openPanel("note")
  }

  #say(message: Message): void {
    const others = this.#messages.filter((one) => one.kind !== message.kind || one.kind === "refused")
    const before = this.#messages.find((one) => one.kind === "surplus")
    const count = message.kind === "surplus" && before?.kind === "surplus" ? before.count + message.count : 0
    this.#messages = [
      ...others,
      message.kind === "surplus" && count > 0 ? { kind: "surplus", count } : message,
    ]
    this.#publish()
  }

  #breakAfter(): number {
    return (this.#facts?.breakAfterMin ?? 0) * 60_000
  }

  #dispatch(event: AnnotateEvent): void {
    const before = this.#state.queue[0]
    this.#state = reduceAnnotate(this.#state, event)
    const now = this.#state.queue[0]
    if (now !== before && now !== undefined) {
      if (before === undefined && event.type === "arrived") this.#arrive()
      const draft = this.#queue.draftOf(now)
      if (draft && event.type !== "restored")
        this.#state = reduceAnnotate(this.#state, { type: "draft-loaded", token: now, draft })
    }
    this.#publish()
  }

  #scheduleToastEnd(): void {
    const serial = this.#state.toast?.serial
    if (serial === undefined) return
    if (this.#toastTimer) clearTimeout(this.#toastTimer)
    this.#toastTimer = setTimeout(() => this.#dispatch({ type: "toast-over", serial }), 4000)
  }

  #listen(): void {
    this.#channel = new BroadcastChannel(`diptych-${this.store.account}`)
    const on = (target: EventTarget, type: string, listener: () => void) => {
      target.addEventListener(type, listener)
      this.#stops.push(() => target.removeEventListener(type, listener))
    }
    const back = () => {
      this.#tryAgain()
      this.#publish()
    }
    on(window, "online", back)
    on(window, "offline", () => this.#publish())
    on(window, "focus", () => {
      if (this.#sendLine.fault !== null || this.#leaseLine.fault !== null || this.#state.phase === "empty")
        back()
    })
    on(document, "visibilitychange", () => {
      if (document.visibilityState === "hidden") void this.#saveDraft()
    })
    on(window, "pagehide", () => void this.#saveDraft())
    on(this.#channel, "message", () => {
      this.store.noteOthers()
      void this.#recount()
      void this.#queue.supply()
    })
    const minute = setInterval(() => {
      void this.#queue.renew()
      this.#publish()
    }, 60_000)
    // At the end of the queue (or where other tabs hold the rest) ask again now and then.
    const poll = setInterval(() => {
      if (document.visibilityState === "visible" && this.#state.queue.length === 0)
        void this.#queue.lease(false)
    }, 15_000)
    this.#stops.push(
      () => clearInterval(minute),
      () => clearInterval(poll),
      this.stopwatch.listen(),
    )
  }

  /** Where one kind of call gets through again, the other need not wait out its time. */
  #noteLines(): void {
    const [send, lease] = [this.#sendLine.fault, this.#leaseLine.fault]
    if ((send === null) !== (lease === null)) this.#tryAgain()
    this.#publish()
  }

  #tryAgain(): void {
    this.#sendLine.forgive()
    this.#leaseLine.forgive()
    this.#sender.retry()
    if (this.#leaseLine.fault === null) void this.#queue.refill()
    else void this.#queue.lease(false)
  }

  #publish(): void {
    this.#snapshot = this.#toSnapshot()
    for (const listener of this.#listeners) listener()
  }

  #toSnapshot(): Snapshot {
    const current = this.#state.queue[0]
    const fault = this.#sendLine.fault ?? this.#leaseLine.fault
    const mounted =
      current === undefined || this.#mounted.includes(current) ? this.#mounted : [...this.#mounted, current]
    const activeMs = this.stopwatch.activeMs()
    return {
      state: this.#state,
      pages: this.#queue.pages,
      mounted,
      settled: this.#settled,
      facts: this.#facts,
      progress: this.#progress,
      sync: {
        known: this.#counted,
        state: toSyncState(this.#waiting, typeof navigator === "undefined" || navigator.onLine, fault),
        waiting: this.#waiting,
        otherAccount: fault === "other-account",
      },
      elsewhere: this.#queue.elsewhere,
      shutOut: fault === "not-a-member",
      messages: this.#messages,
      guidelinesRead: this.#guidelinesRead,
      sittingMs: activeMs,
      breakDue: this.#breakAfter() > 0 && this.#breakAt > 0 && activeMs >= this.#breakAt,
    }
  }
}

type ItemBase = {
  readonly key: string
  readonly token: string
  readonly activeMs: number
  readonly wallMs: number
  readonly shownAt: string
  readonly decidedAt: string
  readonly device: "desktop" | "tablet" | "phone"
}

/** 128 random bits: crypto.randomUUID needs TLS, this does not. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

function toDevice(): "desktop" | "tablet" | "phone" {
  if (!matchMedia("(pointer: coarse)").matches) return "desktop"
  return Math.min(window.innerWidth, window.innerHeight) < 600 ? "phone" : "tablet"
}

/** Runs once the frame that is being made is on the screen, when the browser has time; soon in any case. */
function afterPaint(work: () => void): void {
  let ran = false
  const once = () => {
    if (ran) return
    ran = true
    work()
  }
  requestAnimationFrame(() => {
    if (typeof requestIdleCallback === "undefined") setTimeout(once, 16)
    else requestIdleCallback(once, { timeout: 120 })
  })
  // A tab that just went out of sight gets no frame.
  setTimeout(once, 400)
}
