import { randomUUID } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { Browser, Page } from "@playwright/test"
import { z } from "zod"
import { messagesSchema } from "@/core/messages"
import { allSaved, atTask, expect, judge, test } from "@/e2e/annotator/scene"
import { manifestSchema } from "@/formats/export/manifest"
import { requireInstanceAccess, requireProjectAccess } from "@/server/access"
import { createSignInLink } from "@/server/auth/create-sign-in-link"
import { addMember, createUser } from "@/server/auth/create-user"
import { finishRollup } from "@/server/data/rollup/advance"
import { unpackZip } from "@/tests/support/unpack-zip"

/**
 * The main job from end to end, through the browser alone: a file goes in, two people compare with the
 * keyboard, the admin sees progress and the one disagreement, the export comes out; and every row of
 * it is what the keys said, sides included.
 */

const prompts = Array.from({ length: 8 }, (_, i) => `Question number ${i + 1}: which answer would you keep?`)
const models = ["quiet-model", "loud-model"] as const
const answer = (prompt: number, model: number) => `Answer ${"xy"[model]} to question ${prompt + 1}.`
/** The one prompt on which the two people differ. */
const disputed = 4

type Pressed = { prompt: string; left: string; right: string; key: string }

test("import, compare, see, export: every row is what the keys said", async ({ page, browser }) => {
  // A whole project from file to file, two more browsers in between.
  test.slow()
  const run = randomUUID().slice(0, 8)
  const slug = `loop-${run}`
  const cli = { kind: "cli" } as const
  const everyone = requireInstanceAccess(cli, "users:manage")
  const owner = `owner-${run}@example.org`
  await createUser(everyone, { email: owner, role: "OWNER" })
  await enterByLink(page, owner)

  await createProject(page, slug)
  await importFile(page, slug)

  const members = await requireProjectAccess(cli, slug, "members:update")
  const people = [`ada-${run}@example.org`, `ben-${run}@example.org`]
  for (const email of people) await addMember(members, { email, role: "ANNOTATOR" })
  const [ada, ben] = await Promise.all(people.map((email, person) => sitting(browser, slug, email, person)))
  if (!ada || !ben) throw new Error("Two people were to sit down.")
  expect(new Set(ada.map((one) => one.prompt))).toEqual(new Set(prompts))
  expect(new Set(ben.map((one) => one.prompt))).toEqual(new Set(prompts))
  // Second on the left for one is second on the right for the other: the sides are balanced per task.
  for (const one of ada) expect(ben.find((two) => two.prompt === one.prompt)?.left).toBe(one.right)

  // What the server does by itself, without waiting for its next look.
  await finishRollup(members.projectId)
  await page.goto(`/projects/${slug}`)
  await expect(
    page.getByText(`${prompts.length * 2} of ${prompts.length * 2} judgments`, { exact: true }),
  ).toBeVisible()
  const differ = page.getByRole("region", { name: "Where do people differ?" })
  await expect(differ.getByText(prompts[disputed] ?? "")).toBeVisible()
  await expect(differ.getByRole("listitem")).toHaveCount(1)

  const rows = await exportRows(page, slug)
  expect(rows.pairs).toHaveLength(prompts.length - 1)
  expect(rows.skipped).toEqual(1)
  for (const row of rows.pairs) {
    const [question] = row.chosen
    for (const person of [ada, ben]) {
      const pressed = person.find((one) => one.prompt === question?.content)
      const [better, worse] =
        pressed?.key === "ArrowLeft" ? [pressed.left, pressed.right] : [pressed?.right, pressed?.left]
      expect(row.chosen.at(-1)).toEqual({ role: "assistant", content: better })
      expect(row.rejected.at(-1)).toEqual({ role: "assistant", content: worse })
    }
    expect(row).toMatchObject({ n_votes: 2, n_agreeing: 2, source: "annotation" })
  }
  expect(rows.pairs.map((row) => row.chosen[0]?.content)).not.toContain(prompts[disputed])
})

async function enterByLink(page: Page, email: string): Promise<void> {
  const { url } = await createSignInLink(requireInstanceAccess({ kind: "cli" }, "users:manage"), email)
  await page.goto(new URL(url).pathname)
  await page.getByRole("button", { name: "Sign in" }).click()
  await page.waitForURL((at) => !at.pathname.startsWith("/link"))
}

async function createProject(page: Page, slug: string): Promise<void> {
  await page.goto("/projects/new")
  await page.getByLabel("Name").fill(slug)
  await expect(page.getByLabel("Address")).toHaveValue(slug)
  await page.getByLabel("Overlap").fill("2")
  await page.getByRole("button", { name: "Make the project" }).click()
  await page.waitForURL(new RegExp(`/projects/${slug}`))
}

async function importFile(page: Page, slug: string): Promise<void> {
  await page.goto(`/projects/${slug}/import`)
  const lines = prompts.map((prompt, i) => ({
    prompt,
    completions: models.map((model, m) => ({ model, completion: answer(i, m) })),
  }))
  await page.locator("input[type=file]").setInputFiles({
    name: "answers.jsonl",
    mimeType: "application/jsonl",
    buffer: Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n")),
  })
  await page.getByRole("button", { name: `Import and make ${prompts.length} tasks` }).click()
  await expect(page.getByRole("link", { name: "See the tasks" })).toBeVisible()
}

/**
 * One person's sitting by keyboard, in a browser of their own. Whether x or y is better depends on the
 * question alone, so that the key depends on the side; the second person turns round on one question.
 */
async function sitting(browser: Browser, slug: string, email: string, person: number): Promise<Pressed[]> {
  const context = await browser.newContext({ baseURL: test.info().project.use.baseURL ?? "" })
  const page = await context.newPage()
  await enterByLink(page, email)
  expect(new URL(page.url()).pathname).toBe(`/annotate/${slug}`)
  const pressed: Pressed[] = []
  for (const _ of prompts) {
    await atTask(page)
    const left = await page.getByTestId("completion-left").innerText()
    const number = prompts.indexOf(await page.getByTestId("prompt").innerText())
    const wanted = (number + (person === 1 && number === disputed ? 1 : 0)) % 2
    pressed.push(await judge(page, left === answer(number, wanted) ? "ArrowLeft" : "ArrowRight"))
  }
  await expect(page.getByTestId("queue-empty")).toBeVisible()
  await allSaved(page)
  await context.close()
  return pressed
}

const pairSchema = z.looseObject({
  chosen: messagesSchema,
  rejected: messagesSchema,
  chosen_models: z.array(z.string()),
})

async function exportRows(page: Page, slug: string) {
  await page.goto(`/projects/${slug}/export`)
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Make and download" }).click(),
  ])
  const files = await unpackZip(await readFile(await download.path()))
  const lines = [...files]
    .filter(([path]) => path.endsWith(".jsonl"))
    .flatMap(([, content]) => content.toString("utf8").trimEnd().split("\n"))
  const manifest = [...files].find(([path]) => path.endsWith("manifest.json"))?.[1]
  const { counts } = manifestSchema.parse(JSON.parse(manifest?.toString("utf8") ?? "null"))
  return {
    pairs: lines.map((line) => pairSchema.parse(JSON.parse(line))),
    skipped: Object.values(counts.skipped).reduce((sum, n) => sum + n, 0),
  }
}
