import { randomUUID } from "node:crypto"
import AxeBuilder from "@axe-core/playwright"
import { newMember, newProject } from "@/e2e/access/world"
import { axeTags, expect, signIn, test, visit } from "@/e2e/fixtures/login"
import { createPair } from "@/prisma/factories/create-pair"
import { requireProjectAccess } from "@/server/access"
import { createConsentText } from "@/server/data/consent"
import { db } from "@/server/data/db"
import { createQuestion } from "@/server/data/demographics"

async function scene() {
  const project = await newProject()
  await createPair(project)
  const admin = await requireProjectAccess({ kind: "cli" }, project.slug, "project:update")
  const person = await newMember(project.id, "ANNOTATOR")
  return { project, admin, person, path: `/annotate/${project.slug}` }
}

test("with default settings nothing stands between sign-in and the first task", async ({ page }) => {
  const { person, path } = await scene()
  await signIn(page, person.id)
  await page.goto(path)
  await expect(page.getByText("Before you begin")).toHaveCount(0)
  await expect(page.getByRole("button", { name: /Left is better/ })).toBeVisible()
})

test("consent, then the voluntary questions, then the first task; a no is a calm end that can be changed", async ({
  page,
}) => {
  const { project, admin, person, path } = await scene()
  await createConsentText(admin, { markdown: "We keep **what you choose**.", basedOn: 0 })
  await createQuestion(admin, { text: "Which hand?", choices: ["Left", "Right"] })
  await signIn(page, person.id)
  await visit(page, path)
  await expect(page.getByRole("heading", { name: "Before you begin" })).toBeVisible()
  await expect(page.getByText("what you choose")).toBeVisible()
  expect((await new AxeBuilder({ page }).withTags(axeTags).analyze()).violations).toEqual([])

  await page.getByRole("button", { name: "I do not agree" }).click()
  await expect(page.getByRole("heading", { name: "You chose not to take part" })).toBeVisible()
  await page.reload({ waitUntil: "networkidle" })
  await expect(page.getByRole("heading", { name: "You chose not to take part" })).toBeVisible()
  expect(
    (await page.request.post(`/api/annotate/${project.slug}/lease`, { data: { want: 1 } })).status(),
  ).toBe(410)

  await page.getByRole("button", { name: "Read the text again" }).click()
  await page.getByRole("button", { name: "I agree" }).click()
  await expect(page.getByRole("heading", { name: "A few voluntary questions" })).toBeVisible()
  // The page's title comes with the same answer, and a moment after its heading.
  await expect(page).toHaveTitle(/\S/)
  expect((await new AxeBuilder({ page }).withTags(axeTags).analyze()).violations).toEqual([])
  await page.getByRole("radio", { name: "Right" }).check()
  await page.getByRole("button", { name: "Save and go on" }).click()
  await expect(page.getByRole("button", { name: /Left is better/ })).toBeVisible()
  const answers = await db().demographicAnswer.findMany({ where: { question: { projectId: project.id } } })
  expect(answers).toMatchObject([{ choice: 1 }])

  // Once: the next visit goes straight to the task.
  await visit(page, path)
  await expect(page.getByRole("button", { name: /Left is better/ })).toBeVisible()
})

test("a text that changes while somebody works is asked for before their next task", async ({ page }) => {
  const { project, admin, person, path } = await scene()
  for (let i = 0; i < 6; i++) await createPair(project)
  await signIn(page, person.id)
  await visit(page, path)
  await expect(page.getByRole("button", { name: /Left is better/ })).toBeVisible()
  await createConsentText(admin, { markdown: "Something new.", basedOn: 0 })
  // The tasks leased before are answered; the next lease asks.
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByRole("heading", { name: "Before you begin" })).toBeVisible()
  // Nothing is lost: the answer is there, or comes from the device once the tasks are open again.
  await page.getByRole("button", { name: "I agree" }).click()
  await expect(page.getByRole("button", { name: /Left is better/ })).toBeVisible()
  await expect.poll(async () => db().annotation.count({ where: { annotatorId: person.id } })).toBe(1)
})

test("the account page: consent taken back, data downloaded, account erased", async ({ page }) => {
  const { admin, person, path } = await scene()
  await createConsentText(admin, { markdown: "We keep what you choose.", basedOn: 0 })
  await signIn(page, person.id)
  await visit(page, path)
  await page.getByRole("button", { name: "I agree" }).click()
  await expect(page.getByRole("button", { name: /Left is better/ })).toBeVisible()

  await visit(page, "/account")
  expect((await new AxeBuilder({ page }).withTags(axeTags).analyze()).violations).toEqual([])
  await page.getByRole("button", { name: "Take back" }).click()
  await expect(page.getByText("Refused version 1")).toBeVisible()

  const downloading = page.waitForEvent("download")
  await page.getByRole("link", { name: "Download" }).click()
  expect((await downloading).suggestedFilename()).toBe("diptych-account.json")
  const mine = (await (await page.request.get("/api/account/export")).json()) as { account: unknown[] }
  expect(mine.account).toMatchObject([{ email: person.email }])

  await page.getByRole("button", { name: "Erase…" }).click()
  const erase = page.getByRole("button", { name: "Erase for good" })
  await expect(erase).toBeDisabled()
  await page.getByLabel(/to confirm/).fill(person.email)
  await erase.click()
  await page.waitForURL("**/signed-out")
  expect(await db().user.findUnique({ where: { id: person.id } })).toMatchObject({ name: "Erased person" })
  await page.goto("/account")
  await expect(page).toHaveURL(/sign-in/)
})

test("an admin writes the text and the questions, and sees counts only", async ({ page }) => {
  const { project } = await scene()
  await signIn(page, (await newMember(project.id, "ADMIN")).id)
  await visit(page, `/projects/${project.slug}/consent`)
  await page.getByLabel("Consent text, Markdown").fill(`We keep it. ${randomUUID()}`)
  await page.getByRole("button", { name: "Save as version 1" }).click()
  await expect(page.getByText("Version 1 is in force.")).toBeVisible()
  await page.getByRole("textbox", { name: "Question" }).fill("Years of work?")
  await page.getByLabel(/Choices/).fill("none\nsome\nmany")
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.getByRole("heading", { name: "Years of work?" })).toBeVisible()
  await expect(page.getByText("Fewer than 5 people were asked")).toBeVisible()
  expect((await new AxeBuilder({ page }).withTags(axeTags).analyze()).violations).toEqual([])
})

test("only the owner of the instance gets or erases another person's data", async ({ page, login }) => {
  const { project, person } = await scene()
  await signIn(page, (await newMember(project.id, "OWNER")).id)
  const path = `/api/people/${person.id}/export`
  expect((await page.request.get(path)).status()).toBe(403)
  await login("OWNER")
  expect((await page.request.get(path)).status()).toBe(200)
  await visit(page, `/instance/people?q=${encodeURIComponent(person.email)}`)
  await page.getByRole("button", { name: /^Actions for/ }).click()
  await page.getByRole("menuitem", { name: "Erase…" }).click()
  await page.getByLabel(/to confirm/).fill(person.email)
  await page.getByRole("button", { name: "Erase for good" }).click()
  await expect(page.getByText("Nobody fits these filters")).toBeVisible()
  expect((await page.request.get(path)).status()).toBe(404)
})
