import { describe, expect, it } from "vitest"
import { toLocale } from "@/components/annotate/locale"
import ar from "@/messages/ar.json"
import de from "@/messages/de.json"
import en from "@/messages/en.json"

type Tree = { readonly [key: string]: string | Tree }

function flatten(tree: Tree, path = ""): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as const] : [...flatten(value, `${path}${key}.`)],
  )
  return new Map(entries)
}

/** Names of the values a message takes, sorted; the arms of a plural are no values. */
function valuesOf(message: string): string[] {
  return [
    ...new Set(
      [...message.matchAll(/(?<!(?:other|one|two|few|=0) )\{(\w+)[,}]/g)].map((match) => match[1] ?? ""),
    ),
  ].toSorted()
}

describe("message files", () => {
  const english = flatten(en)
  it.each([
    ["de", de],
    ["ar", ar],
  ] as const)("%s says everything English says, with the same values", (_, file) => {
    const other = flatten(file)
    expect([...other.keys()].toSorted()).toEqual([...english.keys()].toSorted())
    for (const [key, message] of english) {
      expect({ key, values: valuesOf(other.get(key) ?? "") }).toEqual({ key, values: valuesOf(message) })
    }
  })

  it("never tells of a model, a vote or a result", () => {
    for (const message of english.values()) expect(message).not.toMatch(/\bmodel|\bvote|gold\b/i)
  })
})

describe("toLocale", () => {
  it("takes the choice, else what the browser asks for, else English", () => {
    expect(toLocale("ar", "de")).toBe("ar")
    expect(toLocale(undefined, "fr-FR,de-AT;q=0.8,en;q=0.5")).toBe("de")
    expect(toLocale("xx", "fr")).toBe("en")
    expect(toLocale(undefined, "")).toBe("en")
  })
})
