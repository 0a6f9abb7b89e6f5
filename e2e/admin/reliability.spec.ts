import AxeBuilder from "@axe-core/playwright"
import type { Page } from "@playwright/test"
import { type AdminScene, expect, signIn, test, visit } from "@/e2e/admin/scene"
import { db } from "@/server/data/db"
import { addAnswers, addTask } from "@/tests/support/judged-project"

/** Gold on which Ann is right and Ben is mostly wrong, and a few ordinary answers of his. */
async function answerGold({ scene, people }: AdminScene) {
  for (let i = 0; i < 14; i++) {
    const { id } = await addTask(scene, `Which of the two is right? ${i}`)
    await db().gold.create({ data: { taskId: id, preference: "A", reason: "B is wrong." } })
    await addAnswers(scene, id, people.ann, [{ preference: "A", activeMs: 20_000 }], { purpose: "GOLD" })
    await addAnswers(scene, id, people.ben, [{ preference: i < 4 ? "A" : "B", activeMs: 900 }], {
      purpose: "GOLD",
    })
  }
  // So much text takes 20 seconds at the very least.
  await db().completion.updateMany({ where: { projectId: scene.projectId }, data: { chars: 500 } })
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .exclude("nextjs-portal")
    .analyze()
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)
}

test("shows who to look at and why, leaves answers out and brings them back, pauses", async ({
  page,
  admin,
}) => {
  await answerGold(admin)
  await signIn(page, admin.people.owner)
  await visit(page, `/projects/${admin.slug}/reliability`)
  const rows = page.getByRole("row")
  await expect(rows.nth(1)).toContainText("Ben")
  await expect(rows.nth(1)).toContainText("Please look")
  expect(await faults(page)).toEqual([])

  await page.getByRole("link", { name: `Ben ${admin.slug}` }).click()
  await expect(page.getByText("Gold right: 4 of 14", { exact: false })).toBeVisible()
  await expect(page.getByText("this alone says nothing", { exact: false })).toBeVisible()
  expect(await faults(page)).toEqual([])

  await page.getByRole("button", { name: "Leave answers out…" }).click()
  const dialog = page.getByRole("dialog")
  await expect(dialog.getByText("15 answers (controls included), 1 of them counted")).toBeVisible()
  await dialog.getByRole("button", { name: "Leave them out" }).click()
  await dialog.getByLabel("Reason").fill("Did not read the tasks.")
  await dialog.getByRole("button", { name: "Leave them out" }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole("heading", { name: "Left out" })).toBeVisible()
  await expect(page.getByText("There are too few answers to say anything yet.")).toBeVisible()
  expect(await db().task.findUniqueOrThrow({ where: { id: admin.differing } })).toMatchObject({
    counted: 1,
    open: true,
  })

  await page.getByRole("button", { name: "Bring back…" }).click()
  await dialog.getByLabel("Reason").fill("The gold was wrong.")
  await dialog.getByRole("button", { name: "Bring back" }).click()
  await expect(page.getByText("Taken back", { exact: true })).toBeVisible()
  await expect(page.getByText("Please look")).toBeVisible()
  expect(await db().task.findUniqueOrThrow({ where: { id: admin.differing } })).toMatchObject({
    counted: 2,
    open: false,
  })

  await page.getByRole("button", { name: "Pause…" }).click()
  await dialog.getByLabel("Reason").fill("To talk first.")
  await dialog.getByRole("button", { name: "Pause" }).click()
  await expect(page.getByRole("button", { name: "Resume…" })).toBeVisible()
})
