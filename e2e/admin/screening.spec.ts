import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { atTask, expect, signIn, test } from "@/e2e/annotator/scene"
import { db } from "@/server/data/db"
import { makeWorld } from "@/tests/support/annotate-world"

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .exclude("nextjs-portal")
    .analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)
}

/** A project all of whose tasks are gold, A (stored position 0) right in each. */
async function makeGoldWorld(tasks: number) {
  const world = await makeWorld({ tasks, queue: { goldRate: 100 } })
  for (const taskId of world.taskIds) {
    await db().gold.create({
      data: { taskId, preference: "A", reason: "The other one is wrong.", part: "ranking" },
    })
  }
  return world
}

/** The key that says the right thing about the task in view, which is the one leased first. */
async function rightKey(userId: string): Promise<string> {
  const lease = await db().assignment.findFirstOrThrow({
    where: { annotatorId: userId, state: "LEASED" },
    orderBy: { leasedAt: "asc" },
  })
  return lease.shown[0] === 0 ? "ArrowLeft" : "ArrowRight"
}

test("an admin makes a screening and asks for it; a person takes it, passes and starts", async ({ page }) => {
  test.setTimeout(120_000)
  const [screening, project] = [await makeGoldWorld(6), await makeWorld({ tasks: 3 })]
  const owner = await screening.person("OWNER")
  await db().membership.create({
    data: { projectId: project.projectId, userId: owner.userId, role: "OWNER", ringPoint: 1 },
  })
  const ann = await project.person()

  await signIn(page, owner.userId)
  await page.goto(`/projects/${screening.slug}/screening`, { waitUntil: "networkidle" })
  await page.getByLabel("This project is a screening").check()
  await page.getByRole("group", { name: "Part 1" }).getByLabel("Name").fill("ranking")
  await page.getByLabel("Tasks", { exact: true }).fill("2")
  await page.getByLabel("Right, percent").fill("100")
  await expect(page.getByText("Not enough gold")).toBeHidden()
  await page.getByRole("button", { name: "Save the screening" }).click()
  await expect(page.getByText("Saved.")).toBeVisible()
  expect(await faults(page)).toEqual([])
  await page.goto(`/projects/${project.slug}/screening`, { waitUntil: "networkidle" })
  await page.getByLabel("Passed before the first task").selectOption(screening.slug)
  await page.getByRole("button", { name: "Save entry and training" }).click()
  await expect(page.getByText("Saved.")).toBeVisible()

  await page.context().clearCookies()
  await signIn(page, ann.userId)
  await page.goto(`/annotate/${project.slug}`, { waitUntil: "networkidle" })
  await expect(page.getByRole("heading", { name: "First, a screening" })).toBeVisible()
  expect(await faults(page)).toEqual([])
  await page.getByRole("button", { name: "Take the screening" }).click()
  await page.waitForURL(`**/annotate/${screening.slug}`)
  for (const left of [2, 1]) {
    await atTask(page)
    await expect
      .poll(() => db().assignment.count({ where: { annotatorId: ann.userId, state: "LEASED" } }))
      .toBe(left)
    await page.keyboard.press(await rightKey(ann.userId))
    await expect
      .poll(() => db().assignment.count({ where: { annotatorId: ann.userId, state: "SUBMITTED" } }))
      .toBe(3 - left)
  }
  await expect(page.getByRole("heading", { name: "You passed" })).toBeVisible({ timeout: 40_000 })
  await expect(page.getByText("2 of 2 right, 2 needed")).toBeVisible()
  await page.goto(`/annotate/${project.slug}`)
  await atTask(page)

  await page.context().clearCookies()
  await signIn(page, owner.userId)
  await page.goto(`/projects/${screening.slug}/screening`)
  await expect(page.getByRole("row", { name: new RegExp(ann.email) })).toContainText("Passed")
})

test("in a project that trains the reason follows each answer, and can be closed", async ({ page }) => {
  const world = await makeGoldWorld(4)
  await db().project.update({ where: { id: world.projectId }, data: { showReasons: true } })
  const { userId } = await world.person()
  await signIn(page, userId)
  await page.goto(`/annotate/${world.slug}`)
  await atTask(page)
  await expect(page.getByTestId("lesson")).toHaveCount(0)
  const key = await rightKey(userId)
  await page.keyboard.press(key === "ArrowLeft" ? "ArrowRight" : "ArrowLeft")
  const lesson = page.getByTestId("lesson")
  await expect(lesson).toContainText("Not quite.")
  await expect(lesson).toContainText(key === "ArrowLeft" ? "The left answer" : "The right answer")
  await expect(lesson).toContainText("The other one is wrong.")
  expect(await faults(page)).toEqual([])
  await page.getByRole("button", { name: "Close the explanation" }).click()
  await expect(lesson).toHaveCount(0)
})
