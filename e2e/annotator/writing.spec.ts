import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import AxeBuilder from "@axe-core/playwright"
import { expect, settled, signIn, test } from "@/e2e/annotator/scene"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { createWritingTasks } from "@/server/data/demonstrations/create-writing-tasks"
import { db } from "@/server/data/db"
import { exportToFolder } from "@/server/export/export-to-folder"
import { makeKindWorld, storedAnswers } from "@/tests/support/kinds-world"

async function exported(slug: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "diptych-writing-"))
  const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
  await exportToFolder(access, { format: "sft_demonstrations", settings: {} }, join(folder, "out"))
  const files = (await readdir(join(folder, "out"), { recursive: true })).filter((one) =>
    one.endsWith(".jsonl"),
  )
  const texts = await Promise.all(files.map((file) => readFile(join(folder, "out", file), "utf8")))
  await rm(folder, { recursive: true, force: true })
  return texts.join("")
}

test("a prompt and its answer: previewed, kept over a reload, handed in, sent back, handed in again, edited by a second person, exported", async ({
  page,
}) => {
  const world = await makeKindWorld("prompt-and-demonstration", [])
  const { project, person } = world
  const admin = await requireProjectAccess({ kind: "cli" }, project.slug, "tasks:update")
  await createWritingTasks(admin, 1)
  await signIn(page, person.userId)
  await page.goto(`/annotate/${project.slug}`)
  const prompt = page.getByTestId("write-prompt")
  const answer = page.getByTestId("write-answer")
  await expect(prompt).toBeFocused({ timeout: 30_000 })
  await page.keyboard.type("What is the sky made of?")
  await answer.click()
  await page.keyboard.type("The sky is **air** and it is not a thing of its own.")
  await expect(page.getByText("(guessed)")).toHaveCount(1)

  // Pasting is counted, never what was pasted.
  await answer.evaluate((field, words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/plain", words)
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }))
  }, "ten chars!")
  await page.keyboard.type(" I am ChatGPT.")

  await page.getByRole("button", { name: "Preview" }).click()
  await expect(page.getByTestId("preview").locator("strong")).toHaveText("air")
  await page.getByRole("button", { name: "Preview" }).click()
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
    .exclude("nextjs-portal")
    .analyze()
  expect(violations.map((one) => [one.id, one.nodes.map((node) => node.html)])).toEqual([])

  await page.reload()
  await expect(answer).toHaveValue("The sky is **air** and it is not a thing of its own. I am ChatGPT.", {
    timeout: 30_000,
  })
  await settled(page)
  await answer.focus()
  await page.keyboard.press("Control+Enter")
  await expect(page.getByText("choose a use case")).toBeVisible()
  await expect(page.getByLabel("Use case")).toBeFocused()
  await page.getByLabel("Use case").selectOption("open-qa")
  await page.keyboard.press("Control+Enter")
  await expect(page.getByTestId("queue-empty")).toBeVisible({ timeout: 15_000 })
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-state", "saved")
  expect(await storedAnswers(project.id)).toMatchObject([
    { status: "ACCEPTED", inputPath: "key:Ctrl+Enter", comparisons: [] },
  ])
  expect(
    await db().demonstration.findFirst({ where: { annotation: { projectId: project.id } } }),
  ).toMatchObject({
    promptKind: "plain",
    useCase: "open-qa",
    language: "en",
    pastedChars: 10,
    modelPhrases: ["chatgpt"],
  })

  const reviewer = await createUser()
  await db().membership.create({
    data: { projectId: project.id, userId: reviewer.id, role: "REVIEWER", ringPoint: 1 },
  })
  await signIn(page, reviewer.id)
  await page.goto(`/projects/${project.slug}/demonstrations`)
  await expect(page.getByText("Models say such things of themselves: “chatgpt”")).toBeVisible()
  await expect(page.getByText(person.email)).toHaveCount(0)
  // Sent back with a reason, which is all its author is told, and handed in again.
  await page.getByRole("button", { name: "Send back…" }).click()
  await page.getByLabel("What should be changed").fill("Leave out who you are.")
  await page.keyboard.press("Control+Enter")
  await expect(page.getByText("Sent back. Its author finds it")).toBeVisible()
  await signIn(page, person.userId)
  await page.goto(`/annotate/${project.slug}`)
  await expect(page.getByText("Leave out who you are.")).toBeVisible({ timeout: 30_000 })
  await expect(prompt).toHaveValue("What is the sky made of?")
  await expect(answer).toHaveValue(/ I am ChatGPT\.$/)
  await answer.fill("The sky is **air** and not a thing.")
  await page.keyboard.press("Control+Enter")
  await expect(page.getByTestId("queue-empty")).toBeVisible({ timeout: 15_000 })
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-state", "saved")
  expect((await storedAnswers(project.id)).map((one) => one.status)).toEqual([
    "ACCEPTED",
    "WITHDRAWN",
    "ACCEPTED",
  ])

  await signIn(page, reviewer.id)
  await page.goto(`/projects/${project.slug}/demonstrations`)
  await expect(page.getByText("The sky is air and not a thing.", { exact: true })).toBeVisible()
  await page.getByRole("button", { name: "Edit" }).click()
  await page.getByLabel("The answer as it should be").fill("The sky is **air**.")
  await page.keyboard.press("Control+Enter")
  await expect(page.getByText("Accepted with your edit.")).toBeVisible()
  expect(await exported(project.slug)).toContain(
    `{"messages":[{"role":"user","content":"What is the sky made of?"},{"role":"assistant","content":"The sky is **air**."}]`,
  )
})
