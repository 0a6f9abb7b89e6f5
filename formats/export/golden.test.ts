import { describe, expect, test } from "vitest"
import { columnProblems } from "@/formats/export/check-columns"
import { createLineCheck } from "@/formats/export/check-line"
import { makeSample } from "@/formats/export/fixtures/make-sample"
import { sampleBundles } from "@/formats/export/fixtures/sample-bundles"
import { exportFormats } from "@/formats/export/registry"

// The committed bytes of every format, from one small project. A change of a byte is a change for
// whoever trains on the files: look at it before it is taken over with `vitest -u`.

describe.each(exportFormats.map((format) => [format.name, format] as const))("%s", (name, format) => {
  const sample = makeSample(format, sampleBundles(), { testShare: 30 })

  test("writes the committed lines", async () => {
    const text = [...sample.lines]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([key, lines]) => [`# ${key}`, ...lines])
    const skipped = Object.entries(sample.skipped).sort(([a], [b]) => (a < b ? -1 : 1))
    await expect(
      `${text.join("\n")}\n# left out\n${skipped.map(([reason, n]) => `${n} ${reason}\n`).join("")}`,
    ).toMatchFileSnapshot(`fixtures/golden/${name}.jsonl`)
  })

  test("has its papers", async () => {
    expect(sample.papers.map(({ path }) => path).slice(0, 4)).toEqual([
      "README.md",
      "RUN.md",
      "LICENSE",
      "croissant.json",
    ])
    const [card, run, , croissant] = sample.papers
    if (name === "preference") {
      await expect(card?.text).toMatchFileSnapshot("fixtures/golden/preference.README.md")
      await expect(croissant?.text).toMatchFileSnapshot("fixtures/golden/preference.croissant.json")
    }
    await expect(run?.text).toMatchFileSnapshot(`fixtures/golden/${name}.RUN.md`)
    for (const { path, text } of sample.papers) {
      expect(text.endsWith("\n")).toBe(true)
      if (path.endsWith(".json")) expect(() => JSON.parse(text)).not.toThrow()
    }
  })

  test("has rows, and every line keeps the rules", () => {
    const check = createLineCheck(format)
    const lines = [...sample.lines.values()].flat()
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect([line, check(line)]).toEqual([line, undefined])
    expect(columnProblems(format.columns, format)).toEqual([])
  })

  test("says who reads it and what it cannot say", () => {
    for (const list of [format.consumers, format.cannotExpress, format.containers])
      expect(list.length).toBeGreaterThan(0)
    expect(format.name).toMatch(/^[a-z0-9_]+$/)
  })
})
