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
import type { Draft, DraftText } from "@/core/annotate/draft"
import { activeCell, answerCell, cellBefore, toCells } from "@/core/annotate/cells"
import {
  finalRanking,
  findHindrance,
  findJudgedHindrance,
  findWritingHindrance,
} from "@/core/annotate/hindrance"
import type { SyncState } from "@/core/annotate/outbox-rules"
import { toSyncState } from "@/core/annotate/outbox-rules"
import type { RankTarget } from "@/core/annotate/ranking-input"
import { movePanel, placePanel, stepBack, tieNext, toRanks } from "@/core/annotate/ranking-input"
import type { AnnotateEvent, AnnotateState, Hindrance, Outcome, Panel } from "@/core/annotate/reducer"
import { acceptsVerdict, initialState, reduceAnnotate } from "@/core/annotate/reducer"
import type { SkipReason } from "@/core/annotate/skip-reasons"
import type { AnswerAction } from "@/core/annotate/strip"
import { toVerdict } from "@/core/annotate/strip"
import { toEditorText, toWritten } from "@/core/annotate/written-text"
import type {
  LeaseResponse,
  QuestionRequest,
  WireAnswer,
  WireGuidelines,
  WireProtocol,
} from "@/core/annotate/wire"

/** What the server said about the project, as of the last lease; kept on the device. */
export type ProjectFacts = {
  readonly protocol: WireProtocol
  readonly guidelines: WireGuidelines | null
  /** Questions and answers, newest first; absent on a device that has not heard of them yet. */
  readonly answers?: readonly WireAnswer[]
  readonly answersStamp?: string
  readonly leaseAhead: number
  readonly blurContent: boolean
  readonly breakAfterMin: number
}
export type QuestionDraft = { readonly key: string; readonly text: string }
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
  /** New guidelines wait to be read and confirmed: nothing else is on the page until then. */
  readonly toConfirm: boolean
  /** Answers to questions that are newer than this were not there in the last sitting; ISO time. */
  readonly answersSeen: string
  /** Active time of this sitting. */
  readonly sittingMs: number
  readonly breakDue: boolean
}

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
  readonly #fetch: Outside["fetch"]
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
  /** Newest version that was confirmed on this device; told to the server until it knows. */
  #confirmed = 0
  /** Version that was on the page when the task in view came, or that was opened since. */
  #guidelinesShown: number | null = null
  #answersSeen = ""
  /** The task whose answer the device's store left without a word. */
  #unanswered: string | null = null
  #toastTimer: ReturnType<typeof setTimeout> | null = null
  #savingDraft: Promise<void> | null = null
  #draftAgain = false
  readonly #stops: (() => void)[] = []

  constructor(account: string, slug: string, outside: Partial<Outside> = {}) {
    this.store = outside.store ?? new LocalStore(account, slug)
    this.#fetch = outside.fetch ?? ((url, init) => fetch(url, init))
    this.stopwatch = new Stopwatch()
    const line = (base: string) =>
      new Line({ base, random: Math.random, onChange: () => this.#noteLines(), fetch: this.#fetch })
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
      // Only until the server knows.
      confirmed: () => (this.#facts?.guidelines?.mustConfirm === true ? this.#confirmed : 0),
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
      this.#guidelinesRead = (await this.store.getMeta<number>(`guidelines:${this.store.slug}`)) ?? 0
      this.#confirmed = (await this.store.getMeta<number>(`confirmed:${this.store.slug}`)) ?? 0
      this.#answersSeen = (await this.store.getMeta<string>(`answers:${this.store.slug}`)) ?? ""
      this.#guidelinesShown = this.#facts?.guidelines?.version ?? null
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
    await this.#keep({ kind: "answer", action }, (base) => ({
      ...base,
      ...this.#beside(facts, 2),
      verdict,
      inputPath,
    }))
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
    const facts = this.#facts
    if (!this.#isShown() || !facts || facts.protocol.kind === "PAIRWISE") return
    const { protocol } = facts
    const hidden = facts.blurContent && !this.#state.revealed
    const k = this.#k()
    const prompted = this.#isPrompted()
    const text = this.#editorText()
    const hindrance =
      protocol.kind === "DEMONSTRATION"
        ? findWritingHindrance({ ...this.#state.draft, written: text }, protocol, hidden, prompted)
        : findJudgedHindrance(this.#state.draft, protocol, hidden, k)
    if (hindrance) return this.#hinder(hindrance)
    const ranks =
      protocol.kind === "RANKING" ? toRanks(finalRanking(this.#state.draft, protocol, k), k) : null
    await this.#keep({ kind: "judged" }, (base) => ({
      ...base,
      ...this.#beside(facts, k),
      verdict: null,
      ranks: ranks && [...ranks],
      written: protocol.demonstration ? toWritten(text, protocol.demonstration, prompted) : null,
      inputPath,
    }))
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
    const facts = this.#facts
    if (!this.#isShown() || facts?.protocol.kind !== "RANKING") return
    await this.#keep({ kind: "judged" }, (base) => ({
      ...base,
      ...this.#beside(facts, this.#k()),
      verdict: null,
      notRankable: true,
      inputPath,
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
    this.#confirmed = this.#facts?.guidelines?.version ?? 0
    this.store.putMeta(`confirmed:${this.store.slug}`, this.#confirmed).catch(() => undefined)
    this.closeGuidelines()
    this.stopwatch.next()
    void this.#queue.lease(false)
  }

  /** What was typed of a question, with the key it will be sent under. */
  async questionDraft(): Promise<QuestionDraft> {
    const kept = await this.store.getMeta<QuestionDraft>(questionKey(this.store.slug)).catch(() => undefined)
    return kept ?? { key: newKey(), text: "" }
  }

  keepQuestion(draft: QuestionDraft): void {
    this.store.putMeta(questionKey(this.store.slug), draft).catch(() => undefined)
  }

  /** Sends a question about the task in view. It needs the line; without one the words stay here. */
  async ask(draft: QuestionDraft): Promise<"sent" | "offline" | "refused"> {
    const body: QuestionRequest = {
      account: this.store.account,
      key: draft.key,
      token: this.#state.queue[0] ?? null,
      guidelineVersion: this.#shownVersion(this.#facts?.guidelines ?? null),
      text: draft.text,
    }
    const sent = await this.#fetch(`/api/annotate/${encodeURIComponent(this.store.slug)}/questions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => null)
    if (sent === null) return "offline"
    if (!sent.ok) return sent.status >= 500 ? "offline" : "refused"
    this.keepQuestion({ key: newKey(), text: "" })
    return "sent"
  }

  /** The words as they will be shown; null without the line. */
  async preview(text: string): Promise<string | null> {
    const sent = await fetch(`/api/annotate/${encodeURIComponent(this.store.slug)}/preview`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ account: this.store.account, text }),
    }).catch(() => null)
    if (!sent?.ok) return null
    const answer: unknown = await sent.json().catch(() => null)
    return typeof answer === "object" && answer !== null && "html" in answer ? String(answer.html) : null
  }

  closeGuidelines(): void {
    this.#guidelinesRead = this.#facts?.guidelines?.version ?? 0
    this.#guidelinesShown = this.#facts?.guidelines?.version ?? null
    this.#answersSeen = this.#facts?.answers?.[0]?.at ?? this.#answersSeen
    this.store.putMeta(`answers:${this.store.slug}`, this.#answersSeen).catch(() => undefined)
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

  /** What goes with every judgment, whatever its kind. */
  #beside({ protocol, guidelines }: ProjectFacts, k: number) {
    const { draft } = this.#state
    const note = draft.note.trim() === "" ? null : draft.note
    const asksReason = protocol.rationale.mode !== "off"
    const { scale } = protocol
    return {
      kind: "verdict",
      protocolVersion: protocol.version,
      guidelineVersion: this.#shownVersion(guidelines),
      ratings: draft.ratings.filter((one) => one.panel < k),
      criteria: draft.comparisons.flatMap(({ criterion, action }) => {
        const verdict = scale && toVerdict(action, scale)
        return verdict ? [{ name: criterion, verdict }] : []
      }),
      confidence: draft.confidence,
      rationale: asksReason ? note : null,
      note: protocol.noteFirst ? draft.firstNote : asksReason ? null : note,
      editedText: draft.edit?.text ?? null,
      flags: draft.flags.map((flag) => ({
        panel: flag.panel,
        type: flag.type,
        span: flag.span ?? null,
        comment: flag.comment?.trim() ? flag.comment : null,
      })),
      scrollDepth: this.stopwatch.scrollDepth(),
    } as const
  }

  /** A task is in view with its texts: what nobody has seen, nobody has judged. */
  #isShown(): boolean {
    const token = this.#state.queue[0]
    if (this.#toConfirm()) return false
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
    this.#guidelinesShown = this.#facts?.guidelines?.version ?? null
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
        answers: answer.answers ?? this.#facts?.answers ?? [],
        answersStamp: answer.answersStamp,
        leaseAhead: answer.leaseAhead,
        blurContent: answer.blurContent,
        breakAfterMin: answer.breakAfterMin,
      }
      if (this.#breakAt === 0) this.#breakAt = this.#breakAfter()
      this.#noteConfirmation(answer)
      this.#guidelinesShown ??= this.#facts.guidelines?.version ?? null
      this.store.putMeta(factsKey(this.store.slug), this.#facts).catch(() => undefined)
    }
    if (answer.progress) {
      const { doneToday, left } = answer.progress
      this.#progress = { doneToday: Math.max(0, doneToday + unsent), left }
    }
    this.#publish()
  }

  /** Guidelines the page knew already come without word of whether they still have to be confirmed. */
  #noteConfirmation(answer: LeaseResponse): void {
    const guidelines = this.#facts?.guidelines
    if (!this.#facts || !guidelines || answer.guidelines !== null || answer.state === "paused") return
    this.#facts = { ...this.#facts, guidelines: { ...guidelines, mustConfirm: answer.state === "confirm" } }
  }

  /** The version an answer is bound to: the one this page has shown for it, not the newest one there is. */
  #shownVersion(guidelines: WireGuidelines | null): number | null {
    return guidelines === null ? null : (this.#guidelinesShown ?? guidelines.version)
  }

  #toConfirm(): boolean {
    const guidelines = this.#facts?.guidelines
    return guidelines?.mustConfirm === true && this.#confirmed < guidelines.version
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
      doneToday: doneToday + (outcome.kind === "skip" ? 0 : by),
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
      toConfirm: this.#toConfirm(),
      answersSeen: this.#answersSeen,
      sittingMs: activeMs,
      breakDue: this.#breakAfter() > 0 && this.#breakAt > 0 && activeMs >= this.#breakAt,
    }
  }
}

function questionKey(slug: string): string {
  return `question:${slug}`
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

/** Counted up when the shape of what is kept changes: older facts are then fetched anew. */
function factsKey(slug: string): string {
  return `project-2:${slug}`
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
