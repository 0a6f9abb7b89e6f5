import type { Message, Messages } from "@/core/messages"
import type { MaskSpan } from "@/core/text-mask"
import { normalisePhrase, type Phrase } from "@/core/leaks/phrase"
import { type Found, PhraseFinder } from "@/core/leaks/phrase-finder"
import { speaksOfItself } from "@/core/leaks/speaks-of-itself"
import { findUnknownMaker, makerPhrase } from "@/core/leaks/unknown-maker"

/** A place where a completion names its model. Positions as in MaskSpan. */
export type Leak = {
  readonly message: number
  readonly start: number
  readonly end: number
  readonly phrase: string
}

/**
 * Finds where completions give their model away. Make one per list of phrases and use it for many texts.
 *
 * A name that the prompt brought up is no leak: "What is ChatGPT?" is answered with it by any model. It
 * is one all the same where the answer says it of itself ("I am ChatGPT").
 *
 * Example: prompt "Who are you?", answer "I am Larkspur.", phrase `larkspur`: one leak, message 0,
 * start 5, end 13.
 */
export class LeakFinder {
  private readonly finder: PhraseFinder
  private readonly seeksMaker: boolean

  constructor(phrases: readonly Phrase[]) {
    this.finder = new PhraseFinder(phrases)
    this.seeksMaker = phrases.some(({ phrase }) => phrase === makerPhrase)
  }

  add(phrases: readonly Phrase[]): void {
    this.finder.add(phrases)
  }

  find(prompt: Messages, completion: Messages): Leak[] {
    const leaks: Leak[] = []
    let asked: Set<string> | undefined
    for (const [message, { role, content }] of completion.entries()) {
      if (role === "user" || role === "system") continue
      const found = this.finder.find(content)
      const own = this.seeksMaker ? findUnknownMaker(content) : []
      for (const one of found) {
        if (!speaksOfItself(content, one.start)) {
          if (one.phrase.scope === "itself") continue
          asked ??= this.namedBy([...prompt, ...completion.filter(isAsking)])
          if (asked.has(one.phrase.phrase)) continue
        }
        leaks.push(toLeak(message, one))
      }
      for (const { start, end } of own) {
        if (!found.some((one) => one.start < end && start < one.end)) {
          leaks.push({ message, start, end, phrase: makerPhrase })
        }
      }
    }
    return leaks.toSorted((a, b) => a.message - b.message || a.start - b.start)
  }

  private namedBy(messages: Messages): Set<string> {
    return new Set(
      messages.flatMap(({ content }) => this.finder.find(content).map((one) => one.phrase.phrase)),
    )
  }
}

function isAsking({ role }: Message): boolean {
  return role === "user" || role === "system"
}

function toLeak(message: number, { start, end, phrase }: Found): Leak {
  return { message, start, end, phrase: phrase.phrase }
}

/** The phrases of some leaks, each once, in the order of first sight: what `Completion.leaks` holds. */
export function toLeakPhrases(leaks: readonly Leak[]): string[] {
  return [...new Set(leaks.map(({ phrase }) => normalisePhrase(phrase)))]
}

export function toMaskSpans(leaks: readonly Leak[]): MaskSpan[] {
  return leaks.map(({ message, start, end }) => [message, start, end])
}
