import type { LocalStore } from "@/components/annotate/store/local-store"
import type { Draft } from "@/core/annotate/draft"

/** Keeps every letter at once, so that a reload finds it; one write at a time, the newest last. */
export class DraftKeeper {
  readonly #store: LocalStore
  readonly #current: () => { readonly token: string; readonly draft: Draft } | null
  #saving: Promise<void> | null = null
  #again = false

  /** `current` gives what is to be kept when a write begins, or null when there is nothing. */
  constructor(store: LocalStore, current: () => { readonly token: string; readonly draft: Draft } | null) {
    this.#store = store
    this.#current = current
  }

  async save(): Promise<void> {
    if (this.#saving) {
      this.#again = true
      return await this.#saving
    }
    const now = this.#current()
    if (now === null) return
    this.#again = false
    this.#saving = this.#store.putDraft(now.token, now.draft).catch(() => undefined)
    await this.#saving
    this.#saving = null
    if (this.#again) await this.save()
  }
}
