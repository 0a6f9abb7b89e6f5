/** Scripts that say the language, or nearly. The first that has most of the letters is taken. */
const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, "ja"],
  [/\p{Script=Hangul}/u, "ko"],
  [/\p{Script=Han}/u, "zh"],
  [/[\u067e\u0686\u0698\u06af\u06cc]/u, "fa"],
  [/\p{Script=Arabic}/u, "ar"],
  [/\p{Script=Hebrew}/u, "he"],
  [/[\u0404\u0406\u0407\u0490\u0454\u0456\u0457\u0491]/u, "uk"],
  [/\p{Script=Cyrillic}/u, "ru"],
  [/\p{Script=Greek}/u, "el"],
  [/\p{Script=Devanagari}/u, "hi"],
  [/\p{Script=Bengali}/u, "bn"],
  [/\p{Script=Tamil}/u, "ta"],
  [/\p{Script=Thai}/u, "th"],
]

/** The commonest short words of languages in Latin letters. */
const words: Readonly<Record<string, string>> = {
  en: "the of and to in is that it for was on are with as his they be at this have from or had by but what",
  de: "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus",
  fr: "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec",
  es: "de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya",
  it: "di che e la il un a per in una sono mi ho si lo non con da come è le i ma del della più gli",
  pt: "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele",
  nl: "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om dan",
  pl: "w i na z do się nie to że jest o jak po co tak za od ale czy tylko przez był dla które ich",
  tr: "ve bir bu da de için ile çok daha ne gibi olarak en ama var olan kadar sonra mi ben o ki her",
  sv: "och i att det som en på är av för med till den har de inte om ett var jag men han sig vi så",
}
const wordSets = Object.entries(words).map(([code, list]) => [code, new Set(list.split(" "))] as const)

/** Only the beginning is read: a guess is wanted at every letter. */
const readMost = 4_000
const fewestLetters = 12

/**
 * The language a text seems to be in, as a code of ISO 639-1, or null where it cannot be told. By the
 * script where it belongs to one language or has letters of its own, else by the share of the commonest
 * short words (Grefenstette 1995, "Comparing two language identification schemes"): the language with
 * the most of them, if they are two or more and clearly ahead of the next.
 *
 * Example: "Der Hund ist nicht im Haus und das ist gut." has 7 German words (der, ist, nicht, im, und,
 * das, ist) and none of another language: `de`. "OK, thanks" is too short: null.
 */
export function guessLanguage(text: string): string | null {
  const read = text.slice(0, readMost)
  const letters = read.match(/\p{L}/gu) ?? []
  if (
    letters.length < fewestLetters &&
    !/[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}]{4}/u.test(read)
  )
    return null
  const byScript = guessByScript(letters)
  return byScript ?? guessByWords(read)
}

function guessByScript(letters: readonly string[]): string | null {
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length
  if (latin * 2 > letters.length) return null
  // Letters of one language alone decide within a script, few as they are among the others.
  const found = scripts.find(([script], index) => {
    const share = letters.filter((letter) => script.test(letter)).length / letters.length
    return share > (special.has(scripts[index]?.[1] ?? "") ? 0.02 : 0.4)
  })
  return found?.[1] ?? null
}

const special = new Set(["ja", "fa", "uk"])

function guessByWords(text: string): string | null {
  const read = text.toLowerCase().match(/\p{L}+/gu) ?? []
  const scores = wordSets
    .map(([code, set]) => ({ code, score: read.filter((word) => set.has(word)).length }))
    .toSorted((a, b) => b.score - a.score)
  const [best, next] = scores
  if (!best || !next || best.score < 2 || best.score < next.score * 1.15) return null
  return best.code
}
