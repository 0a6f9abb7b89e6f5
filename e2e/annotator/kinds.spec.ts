import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { toGroups, toRanks } from "@/core/annotate/ranking-input"
import type { PresetName } from "@/core/presets/registry"
import { allSaved, expect, signIn, test } from "@/e2e/annotator/scene"
import { makeKindWorld, storedAnswers } from "@/tests/support/kinds-world"

async function sit(page: Page, preset: PresetName, sizes: readonly number[]) {
  const world = await makeKindWorld(preset, sizes)
  await signIn(page, world.person.userId)
  await page.goto(`/annotate/${world.project.slug}`)
  await expect(page.getByTestId("prompt")).toHaveCount(1, { timeout: 30_000 })
  return world
}

/** The texts of the task in view, in screen order. */
async function readTexts(page: Page): Promise<string[]> {
  const texts: string[] = []
  for (let number = 1; ; number += 1) {
    const text = page.getByTestId(`completion-${number}`)
    if ((await text.count()) === 0) return texts
    texts.push(await text.innerText())
  }
}

const textOf = (messages: unknown) => (messages as { content: string }[])[0]?.content ?? ""

test("rankings of 2 to 9 texts, with ties, by keys alone: stored as they were keyed", async ({ page }) => {
  const sizes = [2, 3, 4, 5, 6, 7, 8, 9]
  const world = await sit(page, "instructgpt", sizes)
  /** Keys after the ratings, by number of texts; the last text need not be keyed in. */
  const keys: Readonly<Record<number, string>> = {
    2: "2",
    3: "3=1",
    4: "421",
    5: "1=2=34",
    6: "65=43=2",
    7: "7654=32",
    8: "1=2345=67",
    9: "9=87=6543=2",
  }
  const meant = new Map<string, number>()
  for (let done = 0; done < sizes.length; done += 1) {
    const texts = await readTexts(page)
    const k = texts.length
    const prompt = await page.getByTestId("prompt").innerText()
    for (let panel = 0; panel < k; panel += 1) await page.keyboard.press(String((panel % 7) + 1))
    const order = keys[k] ?? ""
    for (const key of order) await page.keyboard.press(key)
    // Nine texts with three ties: eight digits, three signs and Enter.
    if (k === 9) expect(order.length + 1).toBe(12)
    await page.keyboard.press("Enter")
    const steps = Array.from(order).map((key) => (key === "=" ? key : Number(key) - 1))
    const left = texts.map((_, panel) => panel).find((panel) => !steps.includes(panel))
    const ranks = toRanks(left === undefined ? steps : [...steps, left], k)
    texts.forEach((text, panel) => meant.set(`${prompt}:${text}`, ranks[panel] ?? 0))
    await expect
      .poll(async () => {
        if ((await page.getByTestId("queue-empty").count()) > 0) return true
        const next = page.getByTestId("prompt")
        return (await next.count()) === 1 && (await next.innerText()) !== prompt
      })
      .toBe(true)
  }
  await allSaved(page)
  const stored = await storedAnswers(world.project.id)
  expect(stored).toHaveLength(sizes.length)
  for (const { task, placements, ratings, comparisons, shown } of stored) {
    const index = /\d+$/.exec(textOf(task.completions[0]?.completion.messages))?.[0] ?? ""
    const texts = task.completions.map(({ completion }) => textOf(completion.messages))
    expect(placements.map(({ rank }) => rank)).toEqual(
      texts.map((text) => meant.get(`Prompt ${index}:${text}`)),
    )
    expect(comparisons).toHaveLength((task.k * (task.k - 1)) / 2)
    expect(ratings.map(({ position, value }) => [position, value])).toEqual(
      shown.map((_, position) => [position, (shown.indexOf(position) % 7) + 1]),
    )
  }
})

test("Backspace goes back through order and ratings; Enter says what is missing; Z brings it all back", async ({
  page,
}) => {
  const world = await sit(page, "instructgpt", [3, 3])
  await page.keyboard.press("Enter")
  await expect(page.getByText(/Rate every marked row first/)).toBeVisible()
  for (const key of ["5", "6", "7"]) await page.keyboard.press(key)
  await page.keyboard.press("Enter")
  await expect(page.getByText(/Give every text its place first/)).toBeVisible()
  for (const key of ["2", "=", "Backspace", "Backspace", "Backspace"]) await page.keyboard.press(key)
  // Everything of the order is taken back: the last rating is asked for again.
  await expect(page.locator(".layer[data-active='true']").getByTestId("rating-2-quality")).toHaveAttribute(
    "data-active",
    "true",
  )
  await page.keyboard.press("1")
  for (const key of ["3", "1", "Enter"]) await page.keyboard.press(key)
  await allSaved(page)
  await page.keyboard.press("z")
  await expect(page.getByRole("button", { name: /Text 2, take out|Text 3, take out/ }).first()).toBeVisible()
  await page.keyboard.press("x")
  await allSaved(page)
  const stored = await storedAnswers(world.project.id)
  expect(stored.map((one) => [one.revision, one.status, one.notRankable])).toEqual([
    [1, "ACCEPTED", false],
    [2, "WITHDRAWN", false],
    [3, "ACCEPTED", true],
  ])
  expect(stored[0]?.ratings.map(({ value }) => value).toSorted()).toEqual([1, 5, 6])
})

test("by hand: chips are pressed and drawn to their places", async ({ page }) => {
  const world = await sit(page, "instructgpt", [3])
  for (const key of ["4", "4", "4"]) await page.keyboard.press(key)
  await page.getByRole("button", { name: "Text 2, put last" }).click()
  await page.getByRole("button", { name: "Text 1, put last" }).click()
  await page.getByRole("button", { name: "Text 3, put last" }).click()
  // The third onto the first: they tie.
  const third = await page.getByRole("button", { name: "Text 3, take out of the order" }).boundingBox()
  const first = await page.getByRole("button", { name: "Text 2, take out of the order" }).boundingBox()
  if (!third || !first) throw new Error("the chips are not there")
  await page.mouse.move(third.x + 10, third.y + 10)
  await page.mouse.down()
  await page.mouse.move(first.x + 10, first.y + 12, { steps: 8 })
  await page.mouse.up()
  await page.getByRole("button", { name: /Give this order/ }).click()
  await allSaved(page)
  const [stored] = await storedAnswers(world.project.id)
  const byPanel = toRanks([1, "=", 2, 0], 3)
  expect(toGroups([1, "=", 2, 0])).toEqual([[1, 2], [0]])
  expect(stored?.placements.map(({ rank }) => rank)).toEqual(
    stored?.shown.map((_, position) => byPanel[stored.shown.indexOf(position)]),
  )
})

test("a pair with ratings, confidence and a note before the prompt", async ({ page }) => {
  const world = await makeKindWorld("summarize-feedback", [2])
  await signIn(page, world.person.userId)
  await page.goto(`/annotate/${world.project.slug}`)
  const note = page.getByTestId("first-note")
  await expect(note).toBeFocused({ timeout: 30_000 })
  await expect(page.getByTestId("prompt")).toHaveCount(0)
  await note.fill("Both are about numbers.")
  await page.keyboard.press("Enter")
  await expect(page.getByTestId("prompt")).toHaveText("Prompt 0")
  for (const key of ["7", "6", "5", "4", "3", "2", "1", "2", "9"]) await page.keyboard.press(key)
  await page.keyboard.press("ArrowRight")
  await allSaved(page)
  const [stored] = await storedAnswers(world.project.id)
  expect(stored).toMatchObject({ note: "Both are about numbers.", confidence: 9 })
  const of = (panel: number) =>
    Object.fromEntries(
      (stored?.ratings ?? [])
        .filter(({ position }) => position === stored?.shown[panel])
        .map(({ criterion, value }) => [criterion, value]),
    )
  expect(of(0)).toEqual({ "overall-quality": 7, accuracy: 6, coverage: 5, coherence: 4 })
  expect(of(1)).toEqual({ "overall-quality": 3, accuracy: 2, coverage: 1, coherence: 2 })
})

const kinds: readonly (readonly [PresetName, number])[] = [
  ["instructgpt", 4],
  ["instructgpt-eval", 1],
  ["helpsteer2", 2],
  ["summarize-feedback", 2],
]
for (const [preset, k] of kinds) {
  for (const [name, width, height] of [
    ["desktop", 1440, 900],
    ["phone", 390, 844],
  ] as const) {
    test(`${preset} on a ${name}: nothing that axe can find, nothing scrolls sideways`, async ({ page }) => {
      await page.setViewportSize({ width, height })
      const world = await makeKindWorld(preset, [k])
      await signIn(page, world.person.userId)
      await page.goto(`/annotate/${world.project.slug}`)
      await expect(page.locator(".layer[data-active='true']")).toHaveCount(1, { timeout: 30_000 })
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
        .exclude("nextjs-portal")
        .analyze()
      expect(violations.map((one) => [one.id, one.nodes.map((node) => node.html)])).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    })
  }
}
