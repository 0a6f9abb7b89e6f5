import { expect, signIn, test, visit } from "@/e2e/admin/scene"
import { finishRollup } from "@/server/data/rollup/advance"

test.beforeEach(async ({ page, admin }) => signIn(page, admin.people.owner))

test("an admin sees progress, the people and the one task they differ on", async ({ page, admin }) => {
  // What the server does by itself, without waiting for its next look.
  await finishRollup(admin.scene.projectId)
  await visit(page, `/projects/${admin.slug}`)
  await expect(page.getByText("2 of 6 judgments, 4 to go")).toBeVisible()
  await expect(page.getByRole("heading", { name: "Where do people differ?" })).toBeVisible()
  const row = page.getByRole("row", { name: new RegExp(`Ben ${admin.slug}`) })
  await expect(row.getByRole("cell").nth(1)).toHaveText("1")

  await page.getByRole("link", { name: /Which sorting is stable/ }).click()
  await expect(page).toHaveURL(new RegExp(`/tasks/${admin.differing}$`))
  const answers = page.getByRole("region", { name: "Answers" })
  await expect(answers.getByText("Text 1 better · chose left")).toBeVisible()
  await expect(answers.getByText("Text 2 better · chose right")).toBeVisible()
  await expect(answers.getByText("Look here")).toBeVisible()
})

test("tasks are found by words, state and difference, and the address keeps it", async ({ page, admin }) => {
  await visit(page, `/projects/${admin.slug}/tasks`)
  const rows = page.getByRole("table").getByRole("row")
  await expect(rows).toHaveCount(4)
  await page.getByLabel("Agreement").selectOption("1")
  await expect(page).toHaveURL(/differ=1/)
  await expect(rows).toHaveCount(2)
  await page.getByLabel("Words of the prompt").fill("river")
  await page.keyboard.press("Enter")
  await expect(page.getByRole("heading", { name: "No task fits these filters" })).toBeVisible()
  await page.goBack()
  await expect(rows).toHaveCount(2)
  await page.getByRole("link", { name: "Clear filters" }).click()
  await expect(rows).toHaveCount(4)
  await page.getByRole("link", { name: "Answers", exact: true }).click()
  await expect(page).toHaveURL(/sort=votes/)
  await expect(page.getByRole("columnheader", { name: "Answers" })).toHaveAttribute("aria-sort", "descending")
  await expect(rows.nth(1)).toContainText("Which sorting is stable")
})

test("annotations are found by person and by flag", async ({ page, admin }) => {
  await visit(page, `/projects/${admin.slug}/annotations`)
  const rows = page.getByRole("table").getByRole("row")
  await expect(rows).toHaveCount(4)
  await page.getByLabel("Flags and notes").selectOption("harmful")
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(1)).toContainText(`Ben ${admin.slug}`)
  await expect(rows.nth(1)).toContainText("Right")
})

test("the theme changes at once and stays after a reload", async ({ page, admin }) => {
  await visit(page, `/projects/${admin.slug}`)
  await page.getByRole("button", { name: /^Account of/ }).click()
  await page.getByRole("menuitemradio", { name: "Dark" }).click()
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
  await page.reload()
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
})

test("the pages of a project are behind one button on a phone", async ({ page, admin }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await visit(page, `/projects/${admin.slug}`)
  await page.getByRole("button", { name: "Pages of this project" }).click()
  await page.getByRole("dialog").getByRole("link", { name: "Tasks" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Tasks" })).toBeVisible()
  await expect(page.getByRole("dialog")).toBeHidden()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
})
