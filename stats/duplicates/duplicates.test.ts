import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bandRows, signatureLength, writeSignature } from "@/stats/duplicates/min-hash"
import {
  type DuplicateMember,
  type DuplicateSettings,
  NearDuplicates,
} from "@/stats/duplicates/near-duplicates"
import {
  commonPrefixLength,
  jaccardIndex,
  normaliseForDuplicates,
  signatureLikeness,
  toShingles,
} from "@/stats/duplicates/shingles"
import { createRng, drawIndex, type Rng } from "@/stats/random"

const jaccard = (a: string, b: string) => jaccardIndex(toShingles(a), toShingles(b))

async function find(texts: readonly string[], settings: DuplicateSettings): Promise<DuplicateMember[][]> {
  const index = new NearDuplicates(settings)
  const normal = texts.map((text) => index.add(text))
  return index.findGroups((place) => normal[place] ?? "")
}
const toTexts = (groups: readonly DuplicateMember[][], texts: readonly string[]) =>
  groups.map((group) => group.map(({ index }) => texts[index] ?? "").toSorted(byText)).toSorted(byFirst)
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byFirst = (a: readonly string[], b: readonly string[]) => byText(a.join("\0"), b.join("\0"))

const words =
  "a write poem about my cat dog the of explain how to sort list in python rust what is verb noun why".split(
    " ",
  )
const sentence = (rng: Rng, length: number) =>
  Array.from({ length }, () => words[drawIndex(rng, words.length)]).join(" ")

/** Texts of which many are another with some words changed, begun alike, or the same in other white space. */
function makeTexts(seed: number, count: number): string[] {
  const rng = createRng(seed)
  const texts: string[] = []
  while (texts.length < count) {
    const base = texts[drawIndex(rng, Math.max(1, texts.length))] ?? sentence(rng, 30)
    const kind = drawIndex(rng, 5)
    const parts = base.split(" ")
    if (kind === 0) texts.push(sentence(rng, 4 + drawIndex(rng, 60)))
    else if (kind === 1) texts.push(`  ${base.toUpperCase().replaceAll(" ", "\n")} `)
    else if (kind === 2) texts.push(`${base.slice(0, 60)} ${sentence(rng, 20)}`)
    else {
      for (let change = 0; change < kind - 2 + drawIndex(rng, 4); change++) {
        parts[drawIndex(rng, parts.length)] = words[drawIndex(rng, words.length)] ?? ""
      }
      texts.push(parts.join(" "))
    }
  }
  return texts
}

/** The rule itself, pair by pair. */
function bruteForce(texts: readonly string[], { threshold, prefix }: DuplicateSettings): string[][] {
  const normal = texts.map(normaliseForDuplicates)
  const shingles = normal.map(toShingles)
  const group = texts.map((_, place) => place)
  const root = (place: number): number => (group[place] === place ? place : root(group[place] ?? 0))
  for (let a = 0; a < texts.length; a++) {
    for (let b = 0; b < a; b++) {
      const [x, y] = [normal[a] ?? "", normal[b] ?? ""]
      const alike =
        (prefix > 0 && commonPrefixLength(x, y) >= prefix) ||
        jaccardIndex(shingles[a] ?? new Set(), shingles[b] ?? new Set()) >= threshold
      if (alike) group[root(a)] = root(b)
    }
  }
  const groups = new Map<number, number[]>()
  for (const place of texts.keys()) groups.set(root(place), [...(groups.get(root(place)) ?? []), place])
  return [...groups.values()]
    .filter((places) => places.length > 1)
    .map((places) => places.map((place) => texts[place] ?? "").toSorted(byText))
    .toSorted(byFirst)
}

describe("worked examples", () => {
  it("normalises, cuts and compares", () => {
    expect(normaliseForDuplicates("  Write a POEM\n\nabout cats")).toBe("write a poem about cats")
    expect(jaccard("abcdefg", "abcdefh")).toBe(0.5)
    expect(jaccard("abc", "abc")).toBe(1)
    expect(jaccard("", "")).toBe(0)
    expect(commonPrefixLength("write a poem", "write a play")).toBe(9)
  })

  it("cuts signatures into bands", () => {
    expect([0.5, 0.8, 0.9].map(bandRows)).toEqual([2, 4, 8])
  })

  it("finds the two poems", async () => {
    const texts = ["write a poem about my cat", "what is a verb", "Write a poem  about my cat!"]
    const found = await find(texts, { threshold: 0.8, prefix: 0 })
    expect(found).toEqual([
      [
        { index: 0, like: null, prefix: 0, estimate: 1, jaccard: 1 },
        { index: 2, like: 0, prefix: 25, estimate: expect.closeTo(21 / 22, 1), jaccard: 21 / 22 },
      ],
    ])
  })

  it("takes a common beginning however different the rest is, and shows through whom a text belongs", async () => {
    const base = "summarize the following text for a child: "
    const texts = [`${base}once upon a time`, "another thing", `${base}42 tables of numbers`]
    expect(await find(texts, { threshold: 0.9, prefix: 40 })).toMatchObject([
      [
        { index: 0, like: null },
        { index: 2, like: 0, prefix: 42 },
      ],
    ])
    expect(await find(texts, { threshold: 0.9, prefix: 43 })).toEqual([])
    // b is like a, c is like b, c is not like a.
    const chain = [
      "one two three four five six",
      "one two three four five six seven",
      "two three four five six seven",
    ]
    const [group = []] = await find(chain, { threshold: 0.75, prefix: 0 })
    expect(group.map(({ index, like }) => [index, like])).toEqual([
      [0, null],
      [1, 0],
      [2, 1],
    ])
  })
})

describe("signatures", () => {
  it("estimate Jaccard's index within their deviation", () => {
    const signatures = new Uint32Array(2 * signatureLength)
    const scores = Array.from({ length: 400 }, (_, seed) => {
      const rng = createRng(seed)
      const one = sentence(rng, 20 + drawIndex(rng, 40))
      const parts = one.split(" ")
      for (let change = 0; change < 1 + drawIndex(rng, 12); change++) {
        parts[drawIndex(rng, parts.length)] = String(drawIndex(rng, 1e6))
      }
      const other = parts.join(" ")
      writeSignature(one, signatures, 0)
      writeSignature(other, signatures, signatureLength)
      const exact = jaccard(one, other)
      const deviation = Math.sqrt((exact * (1 - exact)) / signatureLength)
      return (signatureLikeness(signatures, signatureLength, 0, 1) - exact) / deviation
    })
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
    const variance = scores.reduce((sum, score) => sum + score ** 2, 0) / scores.length
    expect(Math.abs(mean)).toBeLessThan(0.35)
    expect(variance).toBeGreaterThan(0.7)
    expect(variance).toBeLessThan(1.4)
  })
})

describe("groups", () => {
  it("are those of all pairs compared", async () => {
    for (const threshold of [0.5, 0.7, 0.8, 0.9]) {
      for (const [seed, prefix] of [
        [1, 0],
        [2, 50],
        [3, 80],
      ] as const) {
        const texts = [...new Set(makeTexts(seed, 120))]
        const settings = { threshold, prefix }
        expect(toTexts(await find(texts, settings), texts), JSON.stringify({ seed, ...settings })).toEqual(
          bruteForce(texts, settings),
        )
      }
    }
  })

  it("hang on the texts alone, and every member is like the one it names", async () => {
    const settings = { threshold: 0.8, prefix: 60 }
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 2, max: 60 }),
        async (seed, count) => {
          const texts = [...new Set(makeTexts(seed, count))]
          const rng = createRng(seed + 1)
          const shuffled = texts
            .map((text) => ({ text, at: rng() }))
            .toSorted((a, b) => a.at - b.at)
            .map(({ text }) => text)
          const groups = await find(texts, settings)
          expect(toTexts(await find(shuffled, settings), shuffled)).toEqual(toTexts(groups, texts))
          for (const group of groups) {
            const places = group.map((member) => member.index)
            expect(places).toEqual(places.toSorted((a, b) => a - b))
            for (const { index, like, prefix, jaccard: stated } of group.slice(1)) {
              const [a, b] = [texts[index] ?? "", texts[like ?? -1] ?? ""].map(normaliseForDuplicates)
              expect(places).toContain(like)
              expect(commonPrefixLength(a ?? "", b ?? "")).toBe(prefix)
              expect(jaccard(a ?? "", b ?? "")).toBe(stated)
              expect(stated >= settings.threshold || prefix >= settings.prefix).toBe(true)
            }
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  it("of thousands of equal texts, or of unlike ones with one frame, are found in reasonable time", async () => {
    const same = Array.from({ length: 3000 }, (_, n) =>
      n % 2 === 0 ? "The very same text." : "the very  same text.",
    )
    const frame = "Please answer in one sentence and give your sources at the end of it: "
    const framed = Array.from({ length: 1500 }, (_, n) => frame + sentence(createRng(n), 8))
    const texts = [...same, ...framed, ""]
    const groups = await find(texts, { threshold: 0.9, prefix: 0 })
    expect(groups[0]).toHaveLength(3000)
    expect(groups.slice(1).flat().length).toBeLessThan(200)
  })

  it("end when they are told to", async () => {
    const index = new NearDuplicates({ threshold: 0.8, prefix: 0 })
    const normal = makeTexts(5, 50).map((text) => index.add(text))
    const stop = new Error("stopped")
    const search = index.findGroups(
      (place) => normal[place] ?? "",
      async () => {
        throw stop
      },
    )
    await expect(search).rejects.toBe(stop)
    expect(() => new NearDuplicates({ threshold: 1, prefix: 0 })).toThrow(RangeError)
  })
})
