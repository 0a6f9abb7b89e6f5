/**
 * Porter's stemmer as google's rouge_score uses it: the algorithm of 1980 with the amendments of NLTK's default mode.
 *
 * Terms: a vowel is a, e, i, o, u, or y after a consonant; the measure m of a stem counts its vowel-consonant turns;
 * *o means the stem ends consonant-vowel-consonant, the last not w, x, y. In each list of rules the first suffix that
 * fits decides, whether or not its condition then holds.
 * Amendments: a short list of irregular words, ies/ied of four-letter words to ie, ied to i, y to i only after a
 * consonant, alli first in step 2, fulli, logi, and vowel-consonant as *o for two letters.
 * Reference: Porter 1980, Program 14(3), 130-137; NLTK 3.8.
 * Edge cases: words of one or two letters are left alone; the word is expected in lower case.
 * Worked example: relational → relat, flies → fli, dying → die, enjoy → enjoy.
 */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["sky", "sky"],
  ["skies", "sky"],
  ["dying", "die"],
  ["lying", "lie"],
  ["tying", "tie"],
  ["news", "news"],
  ["innings", "inning"],
  ["inning", "inning"],
  ["outings", "outing"],
  ["outing", "outing"],
  ["cannings", "canning"],
  ["canning", "canning"],
  ["howe", "howe"],
  ["proceed", "proceed"],
  ["exceed", "exceed"],
  ["succeed", "succeed"],
])

type Rule = readonly [suffix: string, replacement: string]

const STEP_2: readonly Rule[] = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["alli", "al"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
  ["fulli", "ful"],
]

const STEP_3: readonly Rule[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
]

const STEP_4 = "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize".split(" ")

export function porterStem(word: string): string {
  const irregular = IRREGULAR.get(word)
  if (irregular !== undefined) return irregular
  if (word.length <= 2) return word
  let stem = plural(word)
  stem = pastAndGerund(stem)
  stem = finalY(stem)
  stem = doubleSuffix(stem)
  stem = replaceFirst(stem, STEP_3, (rest) => measure(rest) > 0)
  stem = longSuffix(stem)
  stem = finalE(stem)
  return stem.endsWith("ll") && measure(stem.slice(0, -1)) > 1 ? stem.slice(0, -1) : stem
}

function plural(word: string): string {
  if (word.endsWith("ies")) return word.length === 4 ? `${word.slice(0, -3)}ie` : word.slice(0, -2)
  if (word.endsWith("sses")) return word.slice(0, -2)
  if (word.endsWith("ss")) return word
  return word.endsWith("s") ? word.slice(0, -1) : word
}

function pastAndGerund(word: string): string {
  if (word.endsWith("ied")) return word.length === 4 ? `${word.slice(0, -3)}ie` : word.slice(0, -2)
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  const cut = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0
  const rest = word.slice(0, word.length - cut)
  if (cut === 0 || !hasVowel(rest)) return word
  if (rest.endsWith("at") || rest.endsWith("bl") || rest.endsWith("iz")) return `${rest}e`
  const last = rest.at(-1) as string
  if (rest.length >= 2 && rest.at(-2) === last && isConsonant(rest, rest.length - 1)) {
    return last === "l" || last === "s" || last === "z" ? rest : rest.slice(0, -1)
  }
  return measure(rest) === 1 && endsCvc(rest) ? `${rest}e` : rest
}

function finalY(word: string): string {
  if (!word.endsWith("y")) return word
  const rest = word.slice(0, -1)
  return rest.length > 1 && isConsonant(rest, rest.length - 1) ? `${rest}i` : word
}

function doubleSuffix(word: string): string {
  if (word.endsWith("alli") && measure(word.slice(0, -4)) > 0) return doubleSuffix(word.slice(0, -2))
  const fits = STEP_2.some(([suffix]) => word.endsWith(suffix))
  // The condition of logi looks at the word without -ogi: "geologi" gives "geolog".
  if (!fits && word.endsWith("logi")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word
  return replaceFirst(word, STEP_2, (rest) => measure(rest) > 0)
}

function longSuffix(word: string): string {
  const suffix = STEP_4.find((own) => word.endsWith(own))
  if (suffix === undefined) return word
  const rest = word.slice(0, word.length - suffix.length)
  if (measure(rest) <= 1) return word
  if (suffix === "ion" && !rest.endsWith("s") && !rest.endsWith("t")) return word
  return rest
}

function finalE(word: string): string {
  if (!word.endsWith("e")) return word
  const rest = word.slice(0, -1)
  const m = measure(rest)
  return m > 1 || (m === 1 && !endsCvc(rest)) ? rest : word
}

function replaceFirst(word: string, rules: readonly Rule[], holds: (rest: string) => boolean): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix))
  if (!rule) return word
  const rest = word.slice(0, word.length - rule[0].length)
  return holds(rest) ? rest + rule[1] : word
}

function isConsonant(word: string, i: number): boolean {
  const letter = word[i] as string
  if ("aeiou".includes(letter)) return false
  return letter === "y" && i > 0 ? !isConsonant(word, i - 1) : true
}

function hasVowel(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (!isConsonant(word, i)) return true
  return false
}

/** Number of turns from vowel to consonant. */
function measure(word: string): number {
  let turns = 0
  let vowelBefore = false
  for (let i = 0; i < word.length; i++) {
    const consonant = isConsonant(word, i)
    if (consonant && vowelBefore) turns += 1
    vowelBefore = !consonant
  }
  return turns
}

function endsCvc(word: string): boolean {
  const n = word.length
  if (n === 2) return !isConsonant(word, 0) && isConsonant(word, 1)
  if (n < 3) return false
  const last = word[n - 1] as string
  const shape = isConsonant(word, n - 3) && !isConsonant(word, n - 2) && isConsonant(word, n - 1)
  return shape && !"wxy".includes(last)
}
