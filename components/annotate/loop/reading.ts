import type { ProjectFacts } from "@/components/annotate/loop/snapshot"
import type { LocalStore } from "@/components/annotate/store/local-store"

/** What the person has read of the guidelines and of the answers to questions, kept on the device. */
export class Reading {
  /** Newest version of the guidelines that was opened. */
  guidelinesRead = 0
  /** Answers newer than this are new to the person; ISO time. */
  answersSeen = ""
  /** Newest version that was confirmed on this device; told to the server until it knows. */
  #confirmed = 0
  /** Version that was on the page when the task in view came, or that was opened since. */
  #shown: number | null = null
  readonly #store: LocalStore
  readonly #facts: () => ProjectFacts | null

  constructor(store: LocalStore, facts: () => ProjectFacts | null) {
    this.#store = store
    this.#facts = facts
  }

  /** Rejects where the browser refuses storage. */
  async resume(): Promise<void> {
    const { slug } = this.#store
    this.guidelinesRead = (await this.#store.getMeta<number>(`guidelines:${slug}`)) ?? 0
    this.#confirmed = (await this.#store.getMeta<number>(`confirmed:${slug}`)) ?? 0
    this.answersSeen = (await this.#store.getMeta<string>(`answers:${slug}`)) ?? ""
    this.arrive()
  }

  /** Another task is in view: what it is judged by is what the page shows now. */
  arrive(): void {
    this.#shown = this.#version() ?? null
  }

  /** The server's answer may bring the first guidelines this page knows. */
  learn(): void {
    this.#shown ??= this.#version() ?? null
  }

  /** Guidelines and answers were opened and are closed again. */
  close(): void {
    this.guidelinesRead = this.#version() ?? 0
    this.arrive()
    this.answersSeen = this.#facts()?.answers?.[0]?.at ?? this.answersSeen
    this.#keep("answers", this.answersSeen)
    this.#keep("guidelines", this.guidelinesRead)
  }

  confirm(): void {
    this.#confirmed = this.#version() ?? 0
    this.#keep("confirmed", this.#confirmed)
  }

  /** The version to tell the server of as confirmed: only until it knows. */
  unsaid(): number {
    return this.#facts()?.guidelines?.mustConfirm === true ? this.#confirmed : 0
  }

  mustConfirm(): boolean {
    const guidelines = this.#facts()?.guidelines
    return guidelines?.mustConfirm === true && this.#confirmed < guidelines.version
  }

  /** The version an answer is bound to: the one this page has shown for it, not the newest one there is. */
  shownVersion(): number | null {
    const newest = this.#version()
    return newest === undefined ? null : (this.#shown ?? newest)
  }

  #version(): number | undefined {
    return this.#facts()?.guidelines?.version
  }

  #keep(name: string, value: unknown): void {
    // Denied storage: known until the page is closed.
    this.#store.putMeta(`${name}:${this.#store.slug}`, value).catch(() => undefined)
  }
}
