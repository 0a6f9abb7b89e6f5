import { afterPaint } from "@/components/annotate/loop/after-paint"
import { DraftKeeper } from "@/components/annotate/loop/draft-keeper"
import { countDone, factsKey, learnFacts, learnProgress } from "@/components/annotate/loop/facts"
import type { QuestionDraft } from "@/components/annotate/loop/inquiry"
import { Inquiry } from "@/components/annotate/loop/inquiry"
import { Line } from "@/components/annotate/loop/line"
import { hasLocks } from "@/components/annotate/loop/locks"
import { newKey } from "@/components/annotate/loop/new-key"
import { Queue } from "@/components/annotate/loop/queue"
import { Reading } from "@/components/annotate/loop/reading"
import { Sender } from "@/components/annotate/loop/sender"
import type { Message, Progress, ProjectFacts, Snapshot } from "@/components/annotate/loop/snapshot"
import { withMessage } from "@/components/annotate/loop/snapshot"
import { Stopwatch } from "@/components/annotate/loop/stopwatch"
import { watchPage } from "@/components/annotate/loop/watch-page"
import type { NewItem } from "@/components/annotate/store/local-store"
import {
  DoneElsewhere,
  LocalStore,
  StoreSilent,
  toStorageHindrance,
} from "@/components/annotate/store/local-store"
import { activeCell, answerCell, cellBefore, toCells } from "@/core/annotate/cells"
import type { Draft, DraftFlag, DraftText } from "@/core/annotate/draft"
import { canMark, hasFlag, toggleFlag } from "@/core/annotate/draft"
import type { Desk, Judged } from "@/core/annotate/judgment"
import { handInText, judgeNotRankable, judgePair, judgeTexts } from "@/core/annotate/judgment"
import { toSyncState } from "@/core/annotate/outbox-rules"
import type { RankTarget } from "@/core/annotate/ranking-input"
import { movePanel, placePanel, stepBack, tieNext } from "@/core/annotate/ranking-input"
import type { AnnotateEvent, AnnotateState, Hindrance, Outcome, Panel } from "@/core/annotate/reducer"
import { acceptsVerdict, initialState, reduceAnnotate } from "@/core/annotate/reducer"
import type { SkipReason } from "@/core/annotate/skip-reasons"
import type { AnswerAction } from "@/core/annotate/strip"
import type { LeaseResponse } from "@/core/annotate/wire"
import { toEditorText } from "@/core/annotate/written-text"

/** What the instrument has of the world: the device's store and the line to the server. */
export type Outside = {
  readonly store: LocalStore
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/**
 * The annotate page apart from its looks: state, device store, leases and sending. One instance per
 * page. The screen subscribes to snapshots and calls the verbs below.
 */
export class Instrument {
  readonly store: LocalStore
  readonly stopwatch: Stopwatch
  readonly inquiry: Inquiry
  readonly #reading: Reading
  readonly #drafts: DraftKeeper
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
  /** The task whose answer the device's store left without a word. */
  #unanswered: string | null = null
  #toastTimer: ReturnType<typeof setTimeout> | null = null
  readonly #stops: (() => void)[] = []

  constructor(account: string, slug: string, outside: Partial<Outside> = {}) {
    this.store = outside.store ?? new LocalStore(account, slug)
    const send: Outside["fetch"] = outside.fetch ?? ((url, init) => fetch(url, init))
    this.inquiry = new Inquiry(this.store, send)
    this.#reading = new Reading(this.store, () => this.#facts)
    this.#drafts = new DraftKeeper(this.store, () => {
      const [token] = this.#state.queue
      return token === undefined || this.#state.phase !== "judging"
        ? null
        : { token, draft: this.#state.draft }
    })
    this.stopwatch = new Stopwatch()
    const line = (base: string) =>
      new Line({ base, random: Math.random, onChange: () => this.#noteLines(), fetch: send })
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
        ...(this.#facts?.answersStamp !== undefined && { answers: this.#facts.answersStamp }),
      }),
      confirmed: () => this.#reading.unsaid(),
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
      this.#facts = (await this.store.getMeta<ProjectFacts>(factsKey(this.store.slug))) ?? null
      await this.stopwatch.resume(this.store)
      await this.#reading.resume()
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
    if (this.#facts?.protocol.scale)
      await this.#give({ kind: "answer", action }, inputPath, (desk) => judgePair(desk, action))
  }

  /**
   * A digit: the value of the cell that is asked for, then the place of a text in a ranking or the
   * answer on a graded strip.
   */
  digit(digit: number, inputPath: string): void {
    const facts = this.#facts
    if (!this.#isShown() || !facts) return
    const { protocol } = facts
    const { draft, asked } = this.#state
    const cells = toCells(protocol, this.#k())
    const cell = cells[activeCell(cells, draft, asked) ?? -1]
    if (cell) {
      const answers = answerCell(draft, cell, digit, protocol.scale)
      return answers ? this.changeDraft({ ...draft, ...answers }) : this.#hinder({ kind: "not-offered" })
    }
    if (protocol.kind === "RANKING") return this.place(digit - 1)
    if (digit >= 1 && digit <= 8) void this.answer(`grade${digit}` as AnswerAction, inputPath)
  }

  /** Answers a cell by hand, also one that was answered before. */
  rate(index: number, value: number): void {
    const protocol = this.#facts?.protocol
    const cell = protocol && toCells(protocol, this.#k())[index]
    const answers = cell && answerCell(this.#state.draft, cell, value, protocol.scale)
    if (answers && this.#isShown()) this.changeDraft({ ...this.#state.draft, ...answers })
  }

  /** The next text of a ranking. */
  place(panel: number): void {
    this.#rank((steps, k) => placePanel(steps, panel, k))
  }

  tie(): void {
    this.#rank(tieNext)
  }

  move(panel: number, target: RankTarget | null): void {
    this.#rank((steps) => movePanel(steps, panel, target))
  }

  /** Takes back the last key of the task in view: a place in the ranking, else goes back to a cell. */
  back(): void {
    const facts = this.#facts
    if (!this.#isShown() || !facts) return
    const { draft, asked } = this.#state
    if (draft.ranking.length > 0 && asked === null) return this.#rank(stepBack)
    const cells = toCells(facts.protocol, this.#k())
    const before = cellBefore(cells, activeCell(cells, draft, asked))
    if (before !== null) this.#dispatch({ type: "asked", cell: before })
  }

  /** Gives the ranking, the ratings or the text of the task in view. */
  async submit(inputPath: string): Promise<void> {
    const kind = this.#facts?.protocol.kind
    if (kind === undefined || kind === "PAIRWISE") return
    await this.#give({ kind: "judged" }, inputPath, (desk) =>
      kind === "DEMONSTRATION" ? handInText(desk, this.#editorText(), this.#isPrompted()) : judgeTexts(desk),
    )
  }

  /** A change of the text that is being written. */
  write(change: Partial<DraftText>): void {
    const { draft } = this.#state
    if (this.#isShown()) this.changeDraft({ ...draft, written: { ...this.#editorText(), ...change } })
  }

  #editorText(): DraftText {
    const page = this.#queue.pages.get(this.#state.queue[0] ?? "")
    return toEditorText(this.#state.draft, page?.task.returned)
  }

  /** The texts cannot be put in order at all: an answer too, with its flags and note. */
  async submitNotRankable(inputPath: string): Promise<void> {
    if (this.#facts?.protocol.kind === "RANKING")
      await this.#give({ kind: "judged" }, inputPath, judgeNotRankable)
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
    await this.#drafts.save()
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
    this.#progress = countDone(this.#progress, done.outcome, -1)
    this.#arrive()
    this.#changed()
  }

  changeDraft(draft: Draft): void {
    this.#dispatch({ type: "draft-changed", draft })
    void this.#drafts.save()
  }

  /** Takes marked words of a text back. */
  unmark(mark: DraftFlag): void {
    const { draft } = this.#state
    if (this.#isShown() && hasFlag(draft, mark)) this.changeDraft(toggleFlag(draft, mark))
  }

  /** Words of a text can be marked where there are words to be seen. */
  openMarks(): void {
    const { blurContent, protocol } = this.#facts ?? {}
    if (!this.#isShown() || !protocol || !canMark(protocol)) return
    if (blurContent && !this.#state.revealed) return this.#hinder({ kind: "covered-text" })
    this.openPanel("marks")
  }

  /** The note that comes before the prompt is written; from here on it stays as it is. */
  showPrompt(note: string): void {
    if (this.#isShown() && this.#state.draft.firstNote === null)
      this.changeDraft({ ...this.#state.draft, firstNote: note })
  }

  openPanel(panel: Panel | null): void {
    this.#dispatch({ type: "panel", panel })
  }

  /** The guidelines are read: kept on the device, told to the server with the next call for tasks. */
  confirmGuidelines(): void {
    this.#reading.confirm()
    this.closeGuidelines()
    this.stopwatch.next()
    void this.#queue.lease(false)
  }

  /** Sends a question about the task in view. */
  async ask(draft: QuestionDraft): Promise<"sent" | "offline" | "refused"> {
    return await this.inquiry.ask(draft, {
      token: this.#state.queue[0] ?? null,
      guidelineVersion: this.#reading.shownVersion(),
    })
  }

  closeGuidelines(): void {
    this.#reading.close()
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

  /** How many texts the task in view has. */
  #k(): number {
    return this.#queue.pages.get(this.#state.queue[0] ?? "")?.task.panels.length ?? 0
  }

  /** Whether the task in view gives a prompt, or asks for one. */
  #isPrompted(): boolean {
    return (this.#queue.pages.get(this.#state.queue[0] ?? "")?.task.prompt.length ?? 0) > 0
  }

  #rank(change: (steps: Draft["ranking"], k: number) => Draft["ranking"]): void {
    if (!this.#isShown() || this.#facts?.protocol.kind !== "RANKING") return
    const { draft } = this.#state
    this.changeDraft({ ...draft, ranking: change(draft.ranking, this.#k()) })
  }

  /** A task is in view with its texts: what nobody has seen, nobody has judged. */
  #isShown(): boolean {
    const token = this.#state.queue[0]
    if (this.#reading.mustConfirm()) return false
    return acceptsVerdict(this.#state) && token !== undefined && this.#queue.pages.has(token)
  }

  /** Judges the task in view: what the protocol still asks for is said, else it is kept. */
  async #give(outcome: Outcome, inputPath: string, judge: (desk: Desk) => Judged): Promise<void> {
    const facts = this.#facts
    if (!this.#isShown() || !facts) return
    const judged = judge({
      protocol: facts.protocol,
      guidelineVersion: this.#reading.shownVersion(),
      draft: this.#state.draft,
      covered: facts.blurContent && !this.#state.revealed,
      k: this.#k(),
      scrollDepth: this.stopwatch.scrollDepth(),
    })
    if ("hindrance" in judged) return this.#hinder(judged.hindrance)
    await this.#keep(outcome, (base) => ({ ...base, ...judged.judgment, inputPath }))
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
    this.#progress = countDone(this.#progress, outcome, 1)
    this.#dispatch({ type: "stored" })
    this.#arrive()
    afterPaint(() => this.#changed())
  }

  /** Another task is in view: its time starts, and the rest is prepared once it is painted. */
  #arrive(): void {
    this.stopwatch.next()
    this.#reading.arrive()
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
    const facts = learnFacts(this.#facts, answer)
    if (facts !== this.#facts) {
      this.#facts = facts
      if (this.#breakAt === 0) this.#breakAt = this.#breakAfter()
      this.#reading.learn()
      this.store.putMeta(factsKey(this.store.slug), facts).catch(() => undefined)
    }
    this.#progress = learnProgress(this.#progress, answer, unsent)
    this.#publish()
  }

  #lose(tokens: readonly string[]): void {
    const inView = this.#state.queue[0]
    if (inView !== undefined && tokens.includes(inView)) this.#say({ kind: "gone" })
    this.#dispatch({ type: "dropped", tokens })
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
    this.#messages = withMessage(this.#messages, message)
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
    const back = () => {
      this.#tryAgain()
      this.#publish()
    }
    this.#stops.push(
      watchPage(this.#channel, {
        onOnline: back,
        onOffline: () => this.#publish(),
        onFocus: () => {
          const broken = this.#sendLine.fault !== null || this.#leaseLine.fault !== null
          if (broken || this.#state.phase === "empty") back()
        },
        onHidden: () => void this.#drafts.save(),
        onOtherTab: () => {
          this.store.noteOthers()
          void this.#recount()
          void this.#queue.supply()
        },
        onMinute: () => {
          void this.#queue.renew()
          this.#publish()
        },
        // At the end of the queue (or where other tabs hold the rest) it asks again now and then.
        onTick: () => {
          if (this.#state.queue.length === 0) void this.#queue.lease(false)
        },
      }),
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
      guidelinesRead: this.#reading.guidelinesRead,
      toConfirm: this.#reading.mustConfirm(),
      answersSeen: this.#reading.answersSeen,
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

function toDevice(): "desktop" | "tablet" | "phone" {
  if (!matchMedia("(pointer: coarse)").matches) return "desktop"
  return Math.min(window.innerWidth, window.innerHeight) < 600 ? "phone" : "tablet"
}
