import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { ModelPairCounts } from "@/core/pairing/model-pair-counts"
import { planTasks } from "@/core/pairing/plan-tasks"
import type { PairingPolicy } from "@/core/pairing/policy"
import { pairingText, parsePairing, toPairingColumns, toPairingPolicy } from "@/core/pairing/policy"
import type { PairingPrompt, PairingText, TextSet } from "@/core/pairing/prompt-texts"
import { pairsOf } from "@/core/pairing/prompt-texts"

const text = (hash: string, ...models: string[]): PairingText => ({ hash, models, isNew: true })
const promptOf = (hash: string, texts: PairingText[], more: Partial<PairingPrompt> = {}): PairingPrompt => ({
  hash,
  texts: texts.toSorted((x, y) => (x.hash < y.hash ? -1 : 1)),
  existing: [],
  stated: [],
  ...more,
})
const plan = (policy: PairingPolicy, prompt: PairingPrompt, counts = new ModelPairCounts()) =>
  planTasks(policy, "PAIRWISE", prompt, "seed", counts)

/** A prompt over up to eight models, some of which give the same text. */
const anyPrompt = fc
  .uniqueArray(fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"), { minLength: 2, maxLength: 8 })
  .chain((models) =>
    fc.tuple(fc.constant(models), fc.array(fc.nat(5), { minLength: 8, maxLength: 8 }), fc.nat(99)),
  )
  .map(([models, choice, name]) => {
    const hashOf = (model: (typeof models)[number]) => `text${choice[models.indexOf(model)]}`
    const hashes = [...new Set(models.map(hashOf))]
    return promptOf(
      `prompt${name}`,
      hashes.map((hash) => text(hash, ...models.filter((model) => hashOf(model) === hash))),
    )
  })
const anyPolicy: fc.Arbitrary<PairingPolicy> = fc.oneof(
  fc.constant<PairingPolicy>({ kind: "ALL" }),
  fc.integer({ min: 1, max: 10 }).map((n): PairingPolicy => ({ kind: "BALANCED", n })),
  fc.constantFrom("a", "b", "c").map((modelKey): PairingPolicy => ({ kind: "AGAINST", modelKey })),
  fc.integer({ min: 3, max: 9 }).map((k): PairingPolicy => ({ kind: "KWISE", k })),
)

function isConnected(hashes: readonly string[], sets: readonly TextSet[]): boolean {
  const reached = new Set(hashes.slice(0, 1))
  for (let grown = -1; grown !== reached.size; ) {
    grown = reached.size
    for (const set of sets)
      if (set.some((hash) => reached.has(hash))) for (const hash of set) reached.add(hash)
  }
  return reached.size === hashes.length
}

describe("any policy", () => {
  test("never a text against itself, never one set twice, only texts of the prompt", () => {
    fc.assert(
      fc.property(anyPrompt, anyPolicy, (prompt, policy) => {
        const sets = plan(policy, prompt)
        const known = new Set(prompt.texts.map((one) => one.hash))
        for (const set of sets) {
          expect(set).toEqual([...new Set(set)].toSorted())
          expect(set).toHaveLength(2)
          expect(set.every((hash) => known.has(hash))).toBe(true)
        }
        expect(new Set(sets.map(String)).size).toBe(sets.length)
      }),
    )
  })

  test("same seed and prompt, same tasks; with those tasks there, nothing new", () => {
    fc.assert(
      fc.property(anyPrompt, anyPolicy, (prompt, policy) => {
        const first = plan(policy, prompt)
        expect(plan(policy, prompt)).toEqual(first)
        const old = prompt.texts.map((one) => ({ ...one, isNew: false }))
        const again = plan(policy, { ...prompt, texts: old, existing: first })
        expect(again.filter((set) => !first.map(String).includes(String(set)))).toEqual([])
      }),
    )
  })
})

describe("balanced", () => {
  test("exactly N pairs, or all there are", () => {
    fc.assert(
      fc.property(anyPrompt, fc.integer({ min: 1, max: 12 }), (prompt, n) => {
        const possible = (prompt.texts.length * (prompt.texts.length - 1)) / 2
        expect(plan({ kind: "BALANCED", n }, prompt)).toHaveLength(Math.min(n, possible))
      }),
    )
  })

  test("connected where N allows", () => {
    fc.assert(
      fc.property(anyPrompt, fc.nat(4), (prompt, extra) => {
        const hashes = prompt.texts.map((one) => one.hash)
        const sets = plan({ kind: "BALANCED", n: Math.max(1, hashes.length - 1 + extra) }, prompt)
        expect(isConnected(hashes, sets)).toBe(true)
      }),
    )
  })

  test("pairs of models meet equally often over the project", () => {
    for (const [models, n, prompts] of [
      [4, 3, 200],
      [12, 3, 100],
      [5, 3, 805],
      [7, 10, 50],
    ] as const) {
      const counts = new ModelPairCounts()
      for (let index = 0; index < prompts; index++) {
        const texts = Array.from({ length: models }, (_, model) => text(`${index}-${model}`, `m${model}`))
        plan({ kind: "BALANCED", n }, promptOf(`p${index}`, texts), counts)
      }
      const values = counts.values()
      expect(values).toHaveLength((models * (models - 1)) / 2)
      expect(Math.max(...values) - Math.min(...values)).toBeLessThanOrEqual(2)
    }
  })

  test("worked example: the pair that met often is left out", () => {
    const counts = new ModelPairCounts()
    counts.add("1", "2", 5)
    const texts = [text("a", "1"), text("b", "2"), text("c", "3")]
    expect(new Set(plan({ kind: "BALANCED", n: 2 }, promptOf("p", texts), counts).map(String))).toEqual(
      new Set(["a,c", "b,c"]),
    )
  })

  test("a completion added later keeps the tasks there are and gets its share", () => {
    fc.assert(
      fc.property(anyPrompt, fc.integer({ min: 1, max: 6 }), (prompt, n) => {
        const first = plan({ kind: "BALANCED", n }, prompt)
        fc.pre(first.length > 0)
        const old = prompt.texts.map((one) => ({ ...one, isNew: false }))
        const later = promptOf(prompt.hash, [...old, text("zz", "late")], { existing: first })
        const added = plan({ kind: "BALANCED", n }, later)
        const share = Math.max(1, Math.floor((2 * n) / later.texts.length))
        const own = added.filter((set) => set.includes("zz"))
        expect(own.length).toBeGreaterThanOrEqual(Math.min(share, old.length))
        expect(added.map(String).filter((set) => first.map(String).includes(set))).toEqual([])
        expect(added.length).toBeLessThanOrEqual(Math.max(n - first.length, share))
      }),
    )
  })
})

test("against: every other text meets the model's, a shared text is not set against itself", () => {
  const texts = [text("a", "base", "copy"), text("b", "x"), text("c", "y")]
  expect(plan({ kind: "AGAINST", modelKey: "base" }, promptOf("p", texts))).toEqual([
    ["a", "b"],
    ["a", "c"],
  ])
})

test("kwise covers all texts in sets of K that hang together", () => {
  fc.assert(
    fc.property(anyPrompt, fc.integer({ min: 3, max: 9 }), (prompt, k) => {
      const hashes = prompt.texts.map((one) => one.hash)
      fc.pre(hashes.length >= 2)
      const sets = planTasks({ kind: "KWISE", k }, "RANKING", prompt, "seed", new ModelPairCounts())
      for (const set of sets) expect(set).toHaveLength(Math.min(k, hashes.length))
      expect(new Set(sets.flat())).toEqual(new Set(hashes))
      expect(isConnected(hashes, sets)).toBe(true)
    }),
  )
})

test("kwise: a text that came later is ranked with texts already judged", () => {
  const old = ["a", "b", "c"].map((hash) => ({ ...text(hash, hash), isNew: false }))
  const prompt = promptOf("p", [...old, text("d", "d")], { existing: [["a", "b", "c"]] })
  const sets = planTasks({ kind: "KWISE", k: 3 }, "RANKING", prompt, "seed", new ModelPairCounts())
  expect(sets).toHaveLength(1)
  expect(sets[0]).toContain("d")
  expect(sets[0]).toHaveLength(3)
})

test("as-imported: the stated sets; a set of one text is no task", () => {
  const prompt = promptOf("p", [text("a", "1"), text("b", "2"), text("c", "3")], {
    stated: [["b", "a"], ["c"], ["a", "b", "c"]],
  })
  expect(plan({ kind: "AS_IMPORTED" }, prompt).map(String)).toEqual(["a,b", "a,c", "b,c"])
})

test("other kinds: one task per prompt to write, one per text to rate", () => {
  const prompt = promptOf("p", [text("a", "1"), text("b", "2")])
  const counts = new ModelPairCounts()
  expect(planTasks({ kind: "ALL" }, "DEMONSTRATION", prompt, "s", counts)).toEqual([[]])
  expect(planTasks({ kind: "ALL" }, "RATING", prompt, "s", counts)).toEqual([["a"], ["b"]])
})

test("pairsOf", () => {
  expect(pairsOf(["a", "b", "c"])).toEqual([
    ["a", "b"],
    ["a", "c"],
    ["b", "c"],
  ])
})

test("policies survive writing and reading, as text and as columns", () => {
  fc.assert(
    fc.property(anyPolicy, (policy) => {
      expect(parsePairing(pairingText(policy))).toEqual(policy)
      expect(toPairingPolicy(toPairingColumns(policy))).toEqual(policy)
    }),
  )
  for (const wrong of ["", "some", "balanced:0", "balanced:x", "kwise:2", "kwise:10", "against:", "all:3"]) {
    expect(() => parsePairing(wrong)).toThrow("no pairing policy")
  }
})
