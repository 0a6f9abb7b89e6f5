/** A run of text and whether the other side has it too. */
export type DiffRun = { readonly text: string; readonly same: boolean }
export type WordDiff = { readonly left: readonly DiffRun[]; readonly right: readonly DiffRun[] }

/** Beyond this product of word counts the middle is not aligned: a page must not hang on a key. */
const maxCells = 4_000_000

/**
 * What two texts share, word by word: a longest common subsequence of words and the white space
 * between them (Wagner and Fischer 1974, by dynamic programming), after the common beginning and end
 * are cut off. The runs of each side, joined, are that side's text exactly.
 *
 * Example: `"a b c"` and `"a x c"` share `"a "` and `" c"`.
 */
export function diffWords(left: string, right: string): WordDiff {
  const a = toWords(left)
  const b = toWords(right)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1
  const midA = a.slice(head, a.length - tail)
  const midB = b.slice(head, b.length - tail)
  const [keptA, keptB] =
    midA.length * midB.length <= maxCells ? commonWords(midA, midB) : [new Set<number>(), new Set<number>()]
  const runs = (words: readonly string[], kept: ReadonlySet<number>, end: number) =>
    toRuns(words, (index) => index < head || index >= end || kept.has(index - head))
  return { left: runs(a, keptA, a.length - tail), right: runs(b, keptB, b.length - tail) }
}

function toWords(text: string): readonly string[] {
  // Letters and digits together, white space together, every other character for itself; scripts
  // without spaces between words go character by character.
  return (
    text.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}_]+?(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\p{L}\p{M}\p{N}_]|$)|\s+|[^]/gu,
    ) ?? []
  )
}

function commonWords(a: readonly string[], b: readonly string[]): [Set<number>, Set<number>] {
  const width = b.length + 1
  const length = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      length[i * width + j] =
        a[i] === b[j]
          ? (length[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(length[(i + 1) * width + j] ?? 0, length[i * width + j + 1] ?? 0)
  const keptA = new Set<number>()
  const keptB = new Set<number>()
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      keptA.add(i)
      keptB.add(j)
      i += 1
      j += 1
    } else if ((length[(i + 1) * width + j] ?? 0) >= (length[i * width + j + 1] ?? 0)) i += 1
    else j += 1
  }
  return [keptA, keptB]
}

function toRuns(words: readonly string[], isSame: (index: number) => boolean): readonly DiffRun[] {
  const runs: { text: string; same: boolean }[] = []
  words.forEach((text, index) => {
    const same = isSame(index)
    const last = runs.at(-1)
    if (last?.same === same) last.text += text
    else runs.push({ text, same })
  })
  return runs
}
