import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import type { AdminScene } from "@/e2e/admin/scene"
import { expect, signIn, test, visit } from "@/e2e/admin/scene"
import { db } from "@/server/data/db"
import { addAnswers, addPerson, addTask } from "@/tests/support/judged-project"

/** "answers", the second word of both texts. */
const mark = { type: "broken", position: 0, spanStart: 6, spanEnd: 13, comment: "Whose answer?" }

/** Another pair on which Ann and Ben differ. */
async function addSplit(admin: AdminScene, prompt: string): Promise<string> {
  const task = await addTask(admin.scene, prompt)
  await addAnswers(admin.scene, task.id, admin.people.ann, [{ preference: "A", note: `Ann on ${prompt}` }])
  await addAnswers(admin.scene, task.id, admin.people.ben, [{ preference: "B", mark }])
  return task.id
}

async function atDesk(page: Page, slug: string, query = ""): Promise<void> {
  await visit(page, `/adjudicate/${slug}${query}`)
  await expect(page.getByTestId("completion-left")).toHaveCount(1, { timeout: 30_000 })
}

const rulings = (admin: AdminScene) =>
  db().adjudication.findMany({ where: { projectId: admin.scene.projectId }, orderBy: { createdAt: "asc" } })

test("from the list to the last ruling by keyboard alone: votes, reason, ruling, undo, the next task", async ({
  page,
  admin,
}) => {
  // Five pages, from the list to the task.
  test.setTimeout(120_000)
  const split = await addSplit(admin, "Is the sea blue?")
  const bens = await db().annotation.findFirstOrThrow({
    where: { taskId: admin.differing, annotatorId: admin.people.ben },
  })
  await db().flag.create({ data: { annotationId: bens.id, ...mark } })
  await signIn(page, admin.people.owner)
  await visit(page, `/projects/${admin.slug}/adjudicate`)
  const table = page.getByRole("region", { name: "Tasks that wait for a ruling" })
  await expect(table.getByRole("row")).toHaveCount(3)
  await expect(table.getByText("The votes are split")).toHaveCount(2)
  await page.getByRole("link", { name: "Start ruling" }).press("Enter")
  await expect(page.getByTestId("waiting")).toHaveText("2 tasks wait for a ruling")
  await expect(page.getByTestId("completion-left")).toHaveCount(1)

  // Blind, until asked; and then blind of who.
  const body = page.locator("body")
  for (const name of ["Ann", "Ben", "aster,", "birch,"])
    await expect(body).not.toContainText(`${name} ${admin.slug}`)
  const marked = page.locator("mark.flagged")
  await expect(marked).toHaveCount(0)
  await page.keyboard.press("v")
  const votes = page.getByRole("dialog", { name: "Votes and reasons" })
  await expect(votes.getByRole("heading", { name: "First vote" })).toBeVisible()
  await expect(votes.getByRole("listitem").filter({ hasText: "is better" })).toHaveCount(2)
  await expect(votes).not.toContainText(admin.slug)
  await expect(votes.getByText("Broken text: “answers” · Whose answer?", { exact: true })).toBeVisible()
  await expect(marked).toHaveText("answers")
  await page.keyboard.press("v")
  await expect(votes).toBeHidden()

  const first = await page.getByTestId("prompt").innerText()
  await page.keyboard.press("n")
  await expect(page.getByLabel(/^Reason/)).toBeFocused()
  await page.keyboard.type("left is the shorter one")
  await page.keyboard.press("Enter")
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByTestId("prompt")).not.toHaveText(first)
  await expect(page.getByTestId("waiting")).toHaveText("1 task waits for a ruling")
  let kept = await rulings(admin)
  expect(kept).toHaveLength(1)
  expect(kept[0]).toMatchObject({ reason: "left is the shorter one", sawVotes: true })
  expect(kept[0]?.preference).toBe(kept[0]?.shown[0] === 0 ? "A" : "B")

  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(first)
  await expect(page.getByTestId("waiting")).toHaveText("2 tasks wait for a ruling")
  await expect(page.getByLabel(/^Reason/)).toHaveValue("left is the shorter one")
  await page.keyboard.press("t")
  await expect(page.getByTestId("prompt")).not.toHaveText(first)
  await page.keyboard.press("ArrowRight")
  await expect(page.getByTestId("desk-empty")).toBeVisible()
  kept = await rulings(admin)
  expect(kept.map((row) => row.preference === null)).toEqual([false, true, false, false])
  expect(
    await db().annotation.count({ where: { projectId: admin.scene.projectId, status: "ACCEPTED" } }),
  ).toBe(5)

  await visit(page, `/projects/${admin.slug}/adjudicate?kind=ruled`)
  await expect(page.getByRole("link", { name: /^Rule on/ })).toHaveCount(2)
  await page.goto(`/projects/${admin.slug}/tasks/${split}`)
  await expect(page.getByRole("heading", { name: "Rulings" })).toBeVisible()
  await expect(page.getByRole("list", { name: "Marked words" })).toHaveText(
    "Broken text in text 1: answersWhose answer?",
  )
  await page.getByText("1 passage marked: show in the text").press("Enter")
  await expect(marked).toHaveText("answers")
})

test("a reason that is required costs one Enter; without it nothing is stored", async ({ page, admin }) => {
  await signIn(page, admin.people.owner)
  await visit(page, `/projects/${admin.slug}/adjudicate`)
  await page.getByRole("switch", { name: "Every ruling gives its reason" }).click()
  await page.getByRole("button", { name: "Save" }).click()
  await expect(page.getByText("Saved.")).toBeVisible()
  await atDesk(page, admin.slug)
  await page.keyboard.press("ArrowLeft")
  const reason = page.getByLabel(/^Reason/)
  await expect(reason).toBeFocused()
  await page.keyboard.press("Enter")
  await expect(reason).toBeFocused()
  expect(await rulings(admin)).toEqual([])
  await page.keyboard.type("it answers the question")
  await page.keyboard.press("Enter")
  await expect(page.getByTestId("desk-empty")).toBeVisible()
  expect((await rulings(admin)).map((row) => row.reason)).toEqual(["it answers the question"])
})

test("a task that people skipped goes back to the queue; a colleague has another task", async ({
  page,
  admin,
  browser,
}) => {
  const skipped = await addTask(admin.scene, "Nobody can read this.")
  await db().task.update({ where: { id: skipped.id }, data: { status: "REVIEW", open: false, skips: 3 } })
  const colleague = await addPerson(admin.scene, "Rae")
  await db().membership.update({
    where: { projectId_userId: { projectId: admin.scene.projectId, userId: colleague } },
    data: { role: "REVIEWER" },
  })
  await addSplit(admin, "Third?")
  await addSplit(admin, "Fourth?")
  await signIn(page, admin.people.owner)
  await atDesk(page, admin.slug)
  await expect(page.getByText("Skipped: no reason kept")).toBeVisible()

  const context = await browser.newContext()
  const other = await context.newPage()
  await signIn(other, colleague)
  await atDesk(other, admin.slug)
  expect(await other.getByTestId("prompt").innerText()).not.toBe(await page.getByTestId("prompt").innerText())
  await context.close()

  await page.getByRole("button", { name: "Back to the queue" }).press("Enter")
  await expect(page.getByText("Skipped: no reason kept")).toBeHidden()
  expect(await db().task.findUniqueOrThrow({ where: { id: skipped.id } })).toMatchObject({
    status: "ACTIVE",
    skips: 0,
  })
})

for (const theme of ["light", "dark"] as const) {
  test(`no fault that axe can find, at every width, ${theme}`, async ({ page, admin, baseURL }) => {
    test.setTimeout(120_000)
    await addSplit(admin, "Is the sea blue?")
    await signIn(page, admin.people.owner)
    const { hostname } = new URL(baseURL ?? "http://127.0.0.1:3100")
    await page.context().addCookies([{ name: "diptych-theme", value: theme, domain: hostname, path: "/" }])
    const check = async (state: string) => {
      for (const width of [1440, 820, 390]) {
        await page.setViewportSize({ width, height: 900 })
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(wider, `${state} at ${width}`).toBeLessThanOrEqual(0)
        await page.screenshot({ path: test.info().outputPath(`${state}-${width}.png`) })
      }
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
        .exclude("nextjs-portal")
        .analyze()
      expect(
        violations.map((one) => `${state} ${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`),
      ).toEqual([])
    }
    await visit(page, `/projects/${admin.slug}/adjudicate`)
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible()
    await check("list")
    await atDesk(page, admin.slug)
    await check("desk")
    await page.keyboard.press("v")
    await expect(page.getByTestId("votes")).toBeVisible()
    await check("votes")
    await page.keyboard.press("Escape")
    await page.keyboard.press("ArrowLeft")
    await expect(page.getByTestId("waiting")).toHaveText("1 task waits for a ruling")
    await expect(page.getByTestId("completion-left")).toHaveCount(1)
    await page.keyboard.press("ArrowLeft")
    await expect(page.getByTestId("desk-empty")).toBeVisible()
    await check("empty")
  })
}
