import AxeBuilder from "@axe-core/playwright"
import {
  allSaved,
  atTask,
  baseUrl,
  expect,
  judge,
  readTask,
  signIn,
  sitDown,
  test,
} from "@/e2e/annotator/scene"
import { sha256Hex } from "@/core/same-text"
import { db } from "@/server/data/db"

async function publish(projectId: string, version: number, markdown: string, confirmRequired: boolean) {
  await db().guideline.create({
    data: { projectId, version, markdown, confirmRequired, hash: sha256Hex(markdown) },
  })
}

test("new guidelines that ask for it come between two tasks, say what changed, and Enter confirms", async ({
  page,
}) => {
  test.setTimeout(120_000)
  const { world, userId } = await sitDown(page, {
    tasks: 8,
    guidelines: "Read both.\n\nPrefer the shorter one.",
  })
  await publish(world.projectId, 2, "Read both.\n\nPrefer the longer one.", true)
  await judge(page, "ArrowLeft")
  const dialog = page.getByRole("dialog", { name: "Please read the guidelines" })
  await expect(dialog).toBeVisible()
  await expect(dialog.getByRole("button", { name: "I have read them" })).toBeFocused()
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .exclude("nextjs-portal")
    .analyze()
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([])
  await page.screenshot({ path: test.info().outputPath("confirm.png") })

  // Neither Escape nor a key that judges gets past it; what was answered is saved all the same.
  for (const key of ["Escape", "Escape", "ArrowLeft", "t"]) await page.keyboard.press(key)
  await expect(dialog).toBeVisible()
  await allSaved(page)
  await page.keyboard.press("Enter")
  await expect(dialog).toBeHidden()
  await atTask(page)
  await judge(page, "ArrowRight")
  await judge(page, "ArrowRight")
  await allSaved(page)
  const read = await db().guidelineRead.findFirstOrThrow({ where: { userId, guideline: { version: 2 } } })
  expect(read.confirmedAt).not.toBeNull()
  const kept = await db().annotation.findMany({
    where: { projectId: world.projectId },
    include: { guideline: true },
    orderBy: { createdAt: "asc" },
  })
  expect(kept.map((row) => row.guideline?.version)).toEqual([1, 2, 2])

  // The next one says what changed since the version that was confirmed; a reload does not get past it.
  await publish(world.projectId, 3, "Read both.\n\nPrefer the kinder one.", true)
  await page.reload()
  const changed = page.getByRole("dialog", { name: "The guidelines have a new version" })
  await expect(changed).toContainText("What changed since version 2")
  await expect(changed.locator("ins")).toContainText("kinder")
  await page.screenshot({ path: test.info().outputPath("changed.png") })
  await page.reload()
  await expect(changed).toBeVisible()
  await changed.getByRole("button", { name: "I have read them" }).click()
  await atTask(page)
})

test("a question keeps its words, needs the line, and its answer reaches everybody", async ({ page }) => {
  test.setTimeout(120_000)
  const { world, userId } = await sitDown(page, { tasks: 6, overlap: 2 })
  await page.keyboard.press("q")
  const dialog = page.getByRole("dialog", { name: "Ask a question" })
  const field = dialog.getByLabel("Your question")
  await expect(field).toBeFocused()
  await page.keyboard.type("May I look things up?")
  await page.keyboard.press("Escape")
  await page.reload()
  await atTask(page)
  await page.keyboard.press("q")
  await expect(field).toHaveValue("May I look things up?")

  await page.context().setOffline(true)
  await page.keyboard.press("Control+Enter")
  await expect(dialog.getByText("There is no line just now", { exact: false })).toBeVisible()
  await expect(field).toHaveValue("May I look things up?")
  await page.context().setOffline(false)
  await page.keyboard.press("Control+Enter")
  await expect(dialog.getByText("Sent. The answer", { exact: false })).toBeVisible()
  await page.keyboard.press("Escape")
  const seen = await readTask(page)
  const asked = await db().question.findFirstOrThrow({
    where: { projectId: world.projectId },
    include: { task: { include: { prompt: true } } },
  })
  expect(asked).toMatchObject({ text: "May I look things up?", askedById: userId })
  expect(JSON.stringify(asked.task?.prompt.messages)).toContain(seen.prompt.trim())

  // A reviewer answers on the page of questions.
  const reviewer = await world.person("REVIEWER")
  await signIn(page, reviewer.userId)
  await page.goto(`/projects/${world.slug}/questions`, { waitUntil: "networkidle" })
  await expect(page.getByText("May I look things up?").first()).toBeVisible()
  await page.getByLabel("The question as everybody reads it").fill("May one look things up?")
  await page.getByRole("textbox", { name: "Answer", exact: true }).fill("Yes, **anything** you like.")
  await page.getByRole("button", { name: "Answer for everybody" }).click()
  await expect(page.getByRole("listitem").getByText("Answered", { exact: true })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath("questions.png") })
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .exclude("nextjs-portal")
    .analyze()
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([])

  const other = await world.person()
  await signIn(page, other.userId)
  await page.goto(`${baseUrl()}/annotate/${world.slug}`)
  await atTask(page)
  await page.keyboard.press("g")
  const guidelines = page.getByRole("dialog", { name: "Guidelines" })
  await expect(guidelines.getByRole("heading", { name: "Questions and answers" })).toBeVisible()
  await expect(guidelines.getByText("May one look things up?")).toBeVisible()
  await expect(guidelines.getByText("New", { exact: true })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath("answers.png") })
  await page.keyboard.press("Escape")
  await expect(guidelines).toHaveCount(0)
  await page.keyboard.press("g")
  await expect(guidelines.getByText("May one look things up?")).toBeVisible()
  await expect(guidelines.getByText("New", { exact: true })).toBeHidden()
})
