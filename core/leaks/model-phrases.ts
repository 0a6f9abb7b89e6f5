import { normalisePhrase, type Phrase } from "@/core/leaks/phrase"

/** Words of model keys that say nothing about which model it is. */
const generic = new Set(
  `a ai answer answers api arm assistant awq base baseline best beta alpha candidate chat chosen completion
  control default dev dpo experiment exp fast final finetune finetuned fine tuned ft generator gguf gold
  gptq group human humans instruct it kto large latest legacy lite lm llm long main medium mini model models
  nano new next none old online other output plus policy ppo preview prod pro public reference ref reject
  rejected release response rlhf run sample sft small source stable student system target teacher temp temperature
  test tiny tuned turbo unknown v version worker writer xl xs`.split(/\s+/),
)

const part = /[\p{L}\p{M}]+|\p{N}+/gu

/**
 * What would give a model of this key away: the whole key, its name without the owner before a slash,
 * and each part of four letters or more that is a name and not a kind of model.
 *
 * Examples: `larkspur-1` gives `larkspur-1` and `larkspur`; `acme/heron-7b-instruct` gives itself,
 * `heron-7b-instruct`, `acme` and `heron`; `model-a`, `baseline` and `unknown` give nothing.
 */
export function toModelPhrases(key: string): Phrase[] {
  const whole = normalisePhrase(key)
  const name = whole.slice(whole.lastIndexOf("/") + 1)
  const telling = (text: string) =>
    (text.match(part) ?? []).filter(
      (word) => !generic.has(word) && !/^\p{N}/u.test(word) && isLongEnough(word),
    )
  const found = new Set<string>()
  for (const text of [whole, name]) if (telling(text).length > 0) found.add(text)
  for (const word of telling(whole)) if (!isShortLatin(word, 4)) found.add(word)
  return [...found].map((phrase) => ({ phrase, scope: "anywhere", origin: "model" }))
}

/** One or two letters stand in too many words; in scripts without an alphabet two are a word. */
function isLongEnough(word: string): boolean {
  return !isShortLatin(word, 3) && word.length >= 2
}

function isShortLatin(word: string, least: number): boolean {
  return (
    word.length < least &&
    !/\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(word)
  )
}
