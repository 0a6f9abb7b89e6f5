import { classOf, UNSPACED, WORD } from "@/core/leaks/characters"

/** Words that begin a statement of the answer about itself. */
const self = new Set(`i i'm ich bin je suis j'ai soy sono sou eu`.split(/\s+/))
/** Begin one only where these words follow: "my name is …", "me llamo …". */
const selfWith: Readonly<Record<string, RegExp>> = {
  my: /^(name|creator|creators|developer|developers|maker|makers)$/,
  mein: /^name$/,
  mon: /^nom$/,
  mi: /^(nombre|chiamo)$/,
  me: /^llamo$/,
  meu: /^nome$/,
}
/** Begins one only together with a word for what it is: "As an AI …", "als Sprachmodell …". */
const inRoleOf = new Set(["as", "als", "como", "come", "comme", "en"])
const kinds = new Set(
  `ai llm model assistant chatbot bot ki sprachmodell assistent modelo asistente ia modèle modello assistente`.split(
    /\s+/,
  ),
)
/** "Trained by …" says who; "I trained …" does not. */
const makes = new Set(
  `trained developed created made built designed produced provided introduced entwickelt trainiert erstellt
  entraîné développé créé conçu entrenado desarrollado creado treinado desenvolvido criado addestrato
  sviluppato creato`.split(/\s+/),
)
const by = new Set(`by von par por da`.split(/\s+/))
const articles = new Set(`a an ein eine un une um uma`.split(/\s+/))
/** Words that may stand between such a beginning and the name. */
const between = new Set(
  `a an the am is was are were been artificial intelligence large small language model models ai llm nlp chat
  virtual digital helpful conversational generative powerful advanced new called named known as and or from of on
  with based powered name names version team research company researchers engineers people actually really
  simply just also creator creators developer developers maker makers
  ein eine einer das der heiße heisse name ist wurde großes grosses sprachmodell ki künstliche intelligenz
  un une le la de du m'appelle nom nommé appelé est grand modèle langage langue ia
  llamo una el del es modelo lenguaje nombre gran llamado
  um uma é nome chamado modello linguistico chiamo`.split(/\s+/),
)
/** What precedes a name in scripts without spaces. */
const unspacedSelf = ["我是", "我叫", "我的名字是", "私は", "僕は", "わたしは", "我是由", "我由"]

const mostWords = 14

/**
 * Whether the text before `start` leads up to a name of the one who speaks: a first person (or "as an
 * AI"), then only words that introduce.
 *
 * Examples: "I am a large language model trained by |Google" yes; "As an AI developed by |Meta" yes;
 * "call me |Bard" yes; "I am going to |Google" no; "Bard is a model by |Google" no; "I am a |Llama" no.
 */
export function speaksOfItself(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 20), start).trimEnd()
  if (unspacedSelf.some((opening) => before.endsWith(opening))) return true
  const passed: string[] = []
  let end = start
  while (passed.length < mostWords) {
    const found = wordBefore(text, end)
    if (!found) return false
    const word = found.text.toLowerCase()
    if (passed.length === 0 && articles.has(word)) return false
    if (self.has(word)) return true
    if (passed.some((one) => selfWith[word]?.test(one) === true)) return true
    if (word === "me") return /^(call|named)$/i.test(wordBefore(text, found.start)?.text ?? "")
    if (inRoleOf.has(word) && passed.some((one) => kinds.has(one))) return true
    if (makes.has(word) ? !passed.some((one) => by.has(one)) : !mayStandBetween(word)) return false
    passed.push(word)
    end = found.start
  }
  return false
}

function mayStandBetween(word: string): boolean {
  return between.has(word) || kinds.has(word) || by.has(word)
}

/** The word that ends before `end`, unless a sentence ends between. */
function wordBefore(text: string, end: number): { text: string; start: number } | undefined {
  let at = end
  while (at > 0 && !isWordUnit(text, at - 1)) {
    if (/[.!?;:\n。！？]/u.test(text[at - 1] ?? "")) return undefined
    at -= 1
  }
  const last = at
  while (at > 0 && isWordUnit(text, at - 1)) at -= 1
  return at === last ? undefined : { text: text.slice(at, last).replaceAll("\u2019", "'"), start: at }
}

function isWordUnit(text: string, index: number): boolean {
  const kind = classOf(text, index)
  return kind === WORD || kind === UNSPACED || text[index] === "'" || text[index] === "\u2019"
}
