import { LeakFinder, toLeakPhrases } from "@/core/leaks/find-leaks"
import { toModelPhrases } from "@/core/leaks/model-phrases"
import type { PhraseBasis } from "@/core/leaks/phrase-list"
import { toActivePhrases } from "@/core/leaks/phrase-list"
import type { Messages } from "@/core/messages"
import type { ImportItem } from "@/formats/import/item"

/**
 * Looks for completions that name their model while their rows stream by. Keys of models are learned
 * on the way, so completions up to `learnedAfter` may lack the names that came after them; they are looked
 * at again once the rows are stored.
 */
export class LeakScan {
  /** Id of the newest completion when a key came that the list did not know; null = none that matters did. */
  learnedAfter: string | null = null
  private readonly finder: LeakFinder
  private readonly keys: Set<string>
  private readonly corrected: ReadonlySet<string>

  constructor(readonly basis: PhraseBasis) {
    this.finder = new LeakFinder(toActivePhrases(basis))
    this.keys = new Set(basis.modelKeys)
    this.corrected = new Set(basis.corrections.map(({ phrase }) => phrase))
  }

  get modelKeys(): readonly string[] {
    return [...this.keys]
  }

  /** For each completion of a row the phrases that give its model away. `newestId`: of those looked at before. */
  find(newestId: string | null, prompt: Messages, completions: ImportItem["completions"]): string[][] {
    for (const { model } of completions) this.learn(newestId, model)
    return completions.map(({ messages }) => toLeakPhrases(this.finder.find(prompt, messages)))
  }

  private learn(newestId: string | null, key: string): void {
    if (this.keys.has(key)) return
    this.keys.add(key)
    // Off, or on as a phrase of the project: the project's word stands.
    const fresh = toModelPhrases(key).filter(({ phrase }) => !this.corrected.has(phrase))
    if (fresh.length === 0) return
    this.finder.add(fresh)
    this.learnedAfter = newestId
  }
}
