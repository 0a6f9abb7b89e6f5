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
  const prompt = await page.getByTestId("prompt").innerText()
  for (const key of ["3", "1", "Enter"]) await page.keyboard.press(key)
  // The next task is in view: a key in between would be nobody's.
  await expect(page.getByTestId("prompt")).not.toHaveText(prompt)
  await allSaved(page)
  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(prompt)
  await expect(page.getByRole("button", { name: /Text 2, take out|Text 3, take out/ }).first()).toBeVisible()
  await page.keyboard.press("x")
  await expect(page.getByTestId("prompt")).not.toHaveText(prompt)
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
  await expect(page.getByTestId("queue-empty")).toBeVisible()
  await allSaved(page)
  const [stored] = await storedAnswers(world.project.id)
  const byPanel = toRanks([1, "=", 2, 0], 3)
  expect(toGroups([1, "=", 2, 0])).toEqual([[1, 2], [0]])
  expect(stored?.placements.map(({ rank }) => rank)).toEqual(
    stored?.shown.map((_, position) => byPanel[stored.shown.indexOf(position)]),
  )
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
