import { newKey } from "@/components/annotate/loop/new-key"
import type { LocalStore } from "@/components/annotate/store/local-store"
import type { QuestionRequest } from "@/core/annotate/wire"

export type QuestionDraft = { readonly key: string; readonly text: string }
type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** What the page asks the server for by name and at once: an answer to a question, the look of a text. */
export class Inquiry {
  readonly #store: LocalStore
  readonly #fetch: Fetch

  constructor(store: LocalStore, fetch: Fetch) {
    this.#store = store
    this.#fetch = fetch
  }

  /** What was typed of a question, with the key it will be sent under. */
  async questionDraft(): Promise<QuestionDraft> {
    const kept = await this.#store.getMeta<QuestionDraft>(this.#draftKey()).catch(() => undefined)
    return kept ?? { key: newKey(), text: "" }
  }

  keepQuestion(draft: QuestionDraft): void {
    this.#store.putMeta(this.#draftKey(), draft).catch(() => undefined)
  }

  /** Sends a question about a task. It needs the line; without one the words stay here. */
  async ask(
    { key, text }: QuestionDraft,
    about: Pick<QuestionRequest, "token" | "guidelineVersion">,
  ): Promise<"sent" | "offline" | "refused"> {
    const body: QuestionRequest = { account: this.#store.account, key, text, ...about }
    const sent = await this.#post("questions", body)
    if (sent === null) return "offline"
    if (!sent.ok) return sent.status >= 500 ? "offline" : "refused"
    this.keepQuestion({ key: newKey(), text: "" })
    return "sent"
  }

  /** The words as they will be shown; null without the line. */
  async preview(text: string): Promise<string | null> {
    const sent = await this.#post("preview", { account: this.#store.account, text })
    if (!sent?.ok) return null
    const answer: unknown = await sent.json().catch(() => null)
    return typeof answer === "object" && answer !== null && "html" in answer ? String(answer.html) : null
  }

  async #post(name: string, body: object): Promise<Response | null> {
    return await this.#fetch(`/api/annotate/${encodeURIComponent(this.#store.slug)}/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => null)
  }

  #draftKey(): string {
    return `question:${this.#store.slug}`
  }
}
