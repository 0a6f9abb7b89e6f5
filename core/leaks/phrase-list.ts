import { defaultPhrases } from "@/core/leaks/default-phrases"
import { toModelPhrases } from "@/core/leaks/model-phrases"
import type { Phrase } from "@/core/leaks/phrase"

/** A project's word on one phrase: added to the list, or taken out of it. */
export type PhraseCorrection = { readonly phrase: string; readonly listed: boolean }

export type ListedPhrase = Phrase & { readonly on: boolean }

/** What a project's list is made of. */
export type PhraseBasis = {
  readonly modelKeys: readonly string[]
  readonly corrections: readonly PhraseCorrection[]
}

/**
 * The whole list of a project: the defaults, what its models' keys give, and its own phrases, each on
 * or off. A phrase stands once: one of the project comes before one of a model, that before a default.
 */
export function toPhraseList({ modelKeys, corrections }: PhraseBasis): ListedPhrase[] {
  const list = new Map<string, Phrase>()
  for (const phrase of defaultPhrases) list.set(phrase.phrase, phrase)
  for (const phrase of modelKeys.flatMap(toModelPhrases)) list.set(phrase.phrase, phrase)
  const off = new Set(corrections.filter(({ listed }) => !listed).map(({ phrase }) => phrase))
  for (const { phrase, listed } of corrections) {
    if (listed) list.set(phrase, { phrase, scope: "anywhere", origin: "project" })
  }
  return [...list.values()].map((phrase) => ({ ...phrase, on: !off.has(phrase.phrase) }))
}

/** The phrases that are looked for. */
export function toActivePhrases(basis: PhraseBasis): Phrase[] {
  return toPhraseList(basis).filter(({ on }) => on)
}
