import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import AxeBuilder from "@axe-core/playwright"
import { expect, signIn, test, visit } from "@/e2e/admin/scene"
import { db } from "@/server/data/db"
import { finishRollup } from "@/server/data/rollup/advance"
import { simulateProject } from "@/tests/support/simulated-project"

/** A project with 300 real annotations and somebody who owns it. */
async function judged() {
  const slug = `numbers-${randomUUID().slice(0, 13)}`
  const made = await simulateProject({ slug, tasks: 150, people: 5, models: 4 })
  const owner = made.people[0] as string
  await db().membership.update({
    where: { projectId_userId: { projectId: made.projectId, userId: owner } },
    data: { role: "OWNER" },
  })
  // What the server does by itself, without waiting for its next look.
  await finishRollup(made.projectId)
  return { ...made, owner, path: `/projects/${slug}/numbers` }
}

test("every figure has its n, its interval and its definition, and can be read as a table", async ({
  page,
}) => {
  const { owner, path } = await judged()
  await signIn(page, owner)
  await visit(page, path)
  await expect(page.getByText("300 answers by 5 people")).toBeVisible({ timeout: 30_000 })
  const ratings = page.getByRole("region", { name: "Which model is better?", exact: true })
  await expect(ratings).toContainText("n 300 comparisons")
  await expect(ratings).toContainText("95 % interval")
  await expect(ratings.getByRole("img", { name: /Ratings of the models/ })).toBeVisible()
  await ratings.getByText("Read as a table").focus()
  await page.keyboard.press("Enter")
  await expect(
    ratings.getByRole("table", { name: "Which model is better? As a table" }).getByRole("row"),
  ).toHaveCount(5)
  await ratings.getByText("How it is computed").focus()
  await page.keyboard.press("Enter")
  await expect(ratings.getByText(/400 points are odds of ten to one/)).toBeVisible()
  const agreement = page.getByRole("region", { name: "Do people agree?", exact: true })
  await expect(agreement).toContainText("a tie agrees with a tie only")
  await expect(
    agreement.getByText("InstructGPT, training labelers 72.6 ± 1.5").filter({ visible: true }).first(),
  ).toBeVisible()
  await expect(page.getByText("intervals by person hold what they promise from 30 on")).toBeVisible()
  // Computed beside the page; it comes by itself.
  const slices = page.getByRole("region", { name: "Is the order the same everywhere?", exact: true })
  await expect(slices.getByRole("heading", { name: "By language", exact: true })).toBeVisible({
    timeout: 30_000,
  })
  await slices.getByText("Read as a table", { exact: true }).click()
  const cells = slices.getByRole("table", { name: "Ratings of every model in every slice", exact: true })
  await expect(cells.getByRole("row", { name: /^language de aster / })).toBeVisible()
})

test("filters hold for the whole page and live in the address", async ({ page }) => {
  const { owner, path, projectId } = await judged()
  await signIn(page, owner)
  await visit(page, path)
  await expect(page.getByText("300 answers by 5 people")).toBeVisible({ timeout: 30_000 })
  const german = await db().annotation.count({ where: { projectId, task: { prompt: { language: "de" } } } })
  await page.getByLabel("Language").selectOption("de")
  await expect(page).toHaveURL(`${path}?language=de`)
  await expect(page.getByText(new RegExp(`^${german} answers by`))).toBeVisible()
  await page.getByLabel("Cost of an hour").fill("30")
  await page.keyboard.press("Enter")
  await expect(page).toHaveURL(`${path}?language=de&rate=30`)
  await expect(page.getByText(/At 30 an hour:/)).toBeVisible()
  await page.reload()
  await expect(page.getByLabel("Language")).toHaveValue("de")
  await page.goBack()
  await expect(page.getByLabel("Cost of an hour")).toHaveValue("")
  await visit(page, `${path}?criterion=harmless`)
  await expect(page.getByRole("region", { name: "Which model is better?" })).toContainText(
    "There is nothing to compute from yet.",
  )
  await expect(page.locator("main")).not.toContainText("NaN")
})

test("the page moves on by itself when something is counted", async ({ page }) => {
  const { owner, path, projectId } = await judged()
  await signIn(page, owner)
  await visit(page, path)
  await expect(page.getByText("300 answers by 5 people")).toBeVisible({ timeout: 30_000 })
  const one = await db().annotation.findFirstOrThrow({ where: { projectId } })
  await db().exclusion.create({ data: { projectId, annotationId: one.id, reason: "spam" } })
  await expect(page.getByText("299 answers by 5 people")).toBeVisible({ timeout: 30_000 })
})

test("figures are taken along as CSV, as SVG and as one file", async ({ page }) => {
  const { owner, path } = await judged()
  await signIn(page, owner)
  await visit(page, path)
  await expect(page.getByText("300 answers by 5 people")).toBeVisible({ timeout: 30_000 })
  const take = async (press: () => Promise<void>) => {
    const [download] = await Promise.all([page.waitForEvent("download"), press()])
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") }
  }
  const ratings = page.getByRole("region", { name: "Which model is better?", exact: true })
  const csv = await take(() => ratings.getByRole("button", { name: "CSV of this figure" }).click())
  expect(csv.name).toBe("ratings.csv")
  expect(csv.text.split("\r\n")[0]).toBe("Model,Rating,Low,High,Rank,Rank interval,Comparisons")
  expect(csv.text.trimEnd().split("\r\n")).toHaveLength(5)
  const svg = await take(() => ratings.getByRole("button", { name: "SVG of this figure" }).click())
  expect(svg.text).toContain(`xmlns="http://www.w3.org/2000/svg"`)
  expect(svg.text).not.toContain("class=")
  const report = await take(() => page.getByRole("button", { name: "Save as one file" }).click())
  expect(report.text).toContain("Which model is better?")
  expect(report.text).not.toContain("<script")
})

for (const [theme, width] of [
  ["light", 1440],
  ["dark", 390],
] as const) {
  test(`axe finds no fault and nothing is wider than the window, ${theme}, ${width}`, async ({
    page,
    baseURL,
  }) => {
    test.setTimeout(120_000)
    const { owner, path } = await judged()
    await signIn(page, owner)
    await page.setViewportSize({ width, height: 900 })
    const { hostname } = new URL(baseURL ?? "http://127.0.0.1:3100")
    await page.context().addCookies([{ name: "diptych-theme", value: theme, domain: hostname, path: "/" }])
    await visit(page, path)
    await expect(page.getByText("300 answers by 5 people")).toBeVisible({ timeout: 30_000 })
    for (const toggle of await page.locator("summary").all()) await toggle.click()
    // Named, so that what is too wide need not be looked for.
    const wide = await page.evaluate(() => {
      const clips = (one: Element | null): boolean =>
        one !== null &&
        one !== document.body &&
        (getComputedStyle(one).overflowX !== "visible" || clips(one.parentElement))
      return [...document.querySelectorAll("body *")]
        .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
        .filter((one) => !clips(one.parentElement))
        .map((one) => one.outerHTML.slice(0, 200))
    })
    expect({ width: await page.evaluate(() => document.documentElement.scrollWidth), wide }).toEqual({
      width,
      wide: [],
    })
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
      .exclude("nextjs-portal")
      .analyze()
    expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([])
  })
}
