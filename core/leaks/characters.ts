/** Classes of UTF-16 units: what may stand beside a phrase, and what may stand between its words. */
export const OTHER = 1
export const SEPARATOR = 2
/** Letters, digits and marks of scripts that put spaces between words. */
export const WORD = 3
/** Letters of scripts that do not: a phrase begins and ends anywhere among them. */
export const UNSPACED = 4

const separator = /[\s\-_./\u2010-\u2015\u00a0]/u
const unspaced =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Lao}|\p{Script=Khmer}|\p{Script=Myanmar}/u
const word = /[\p{L}\p{N}\p{M}]/u

// Filled as characters are met: the class of a unit never changes, so this is no state.
const classes = new Uint8Array(65_536)
/** Class by unit, 0 where it is not known yet (or hangs on the unit's neighbour): ask `classOf`. */
export const knownClasses: Readonly<Uint8Array> = classes
const folded = new Uint16Array(65_536)

export function classOf(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  const known = classes[unit]
  if (known) return known
  if (unit >= 0xd800 && unit <= 0xdfff) return classify(wholeCharacter(text, index))
  return (classes[unit] = classify(String.fromCharCode(unit)))
}

/** The unit in lower case where that is one unit too (it keeps its place), straight apostrophes for curly. */
export function foldAt(text: string, index: number): number {
  const unit = text.charCodeAt(index)
  const known = folded[unit] ?? 0
  if (known !== 0) return known
  if (unit === 0x2019) return (folded[unit] = 0x27)
  const lower = String.fromCharCode(unit).toLowerCase()
  return (folded[unit] = lower.length === 1 ? lower.charCodeAt(0) : unit)
}

function classify(character: string): number {
  if (separator.test(character)) return SEPARATOR
  if (unspaced.test(character)) return UNSPACED
  return word.test(character) ? WORD : OTHER
}

function wholeCharacter(text: string, index: number): string {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 ? text.slice(index - 1, index + 1) : text.slice(index, index + 2)
}
