/**
 * Where a phrase counts: `anywhere` it stands, or only where the answer speaks of `itself` ("I am
 * Claude"), for names that are words of the language too.
 */
export type PhraseScope = "anywhere" | "itself"

/** A phrase that gives a model away. Case and the kind of separator between its words do not matter. */
export type Phrase = {
  readonly phrase: string
  readonly scope: PhraseScope
  readonly origin: "default" | "model" | "project"
}

export const longestPhrase = 100

/**
 * The form by which a phrase is known in the list and in `Completion.leaks`: NFC, lower case, one
 * space for any run of white space.
 *
 * Example: `normalisePhrase("  GPT-4  Turbo ")` is `"gpt-4 turbo"`.
 */
export function normalisePhrase(phrase: string): string {
  return phrase.normalize("NFC").replaceAll(/\s+/g, " ").trim().toLowerCase()
}
