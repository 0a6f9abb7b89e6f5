import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

/**
 * WCAG 2.2, relative luminance and contrast ratio:
 *   L = 0.2126 R + 0.7152 G + 0.0722 B, each channel c = v/255 linearised by
 *   c ≤ 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ^ 2.4
 *   ratio = (L_light + 0.05) / (L_dark + 0.05)
 * Worked: black on white is 21; #767676 on white is 4.54.
 */
function ratio(one: string, other: string): number {
  const [bright, dim] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
  return (bright + 0.05) / (dim + 0.05)
}
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8")
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name ?? "", { light: light ?? "", dark: dark ?? "" }],
  ),
)

const grounds = ["paper", "surface", "sunken", "hover"]
/** Text on its ground: 4.5:1. */
const text: [string, string][] = [
  ...["ink", "ink-2", "ink-3", "accent", "warn", "bad", "good"].flatMap((ink) =>
    grounds.map((ground): [string, string] => [ink, ground]),
  ),
  ...["accent", "warn", "bad", "good"].flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    ["ink", `${tone}-soft`],
    ["ink-2", `${tone}-soft`],
  ]),
  ["on-accent", "accent"],
  ["on-accent", "accent-hover"],
  ["on-bad", "bad"],
  ["on-bad", "bad-hover"],
  ["paper", "ink"],
]
/** Bounds of controls and marks in figures: 3:1. */
const marks = ["line-strong", "accent"].flatMap((line) =>
  ["paper", "surface", "sunken"].map((ground): [string, string] => [line, ground]),
)

describe("the palette", () => {
  it("computes the ratios of the standard", () => {
    expect(ratio("#000000", "#ffffff")).toBeCloseTo(21, 5)
    expect(ratio("#767676", "#ffffff")).toBeCloseTo(4.54, 2)
  })

  for (const theme of ["light", "dark"] as const) {
    const of = (name: string) => tokens.get(name)?.[theme] ?? `missing ${name}`
    it.each(text)(`${theme}: %s on %s reads (4.5:1)`, (ink, ground) => {
      expect(ratio(of(ink), of(ground))).toBeGreaterThanOrEqual(4.5)
    })
    it.each(marks)(`${theme}: %s on %s can be seen (3:1)`, (line, ground) => {
      expect(ratio(of(line), of(ground))).toBeGreaterThanOrEqual(3)
    })
  }
})
