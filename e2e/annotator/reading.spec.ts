import type { Page } from "@playwright/test"
import { presets } from "@/core/presets/registry"
import {
  allSaved,
  atTask,
  baseUrl,
  expect,
  judge,
  kept,
  readTask,
  settled,
  sitDown,
  test,
} from "@/e2e/annotator/scene"
import { longConversation, rightToLeft } from "@/e2e/annotator/texts"
import { db } from "@/server/data/db"

const side = (page: Page, name: "Left" | "Right") =>
  page.locator(".layer[data-active='true']").getByRole("group", { name, exact: true })
const scrollOf = async (page: Page, name: "Left" | "Right") =>
  await side(page, name).evaluate((element) => element.scrollTop)

test("a long conversation folds, its last turn is open and in view, and a fold opens by keyboard", async ({
  page,
}) => {
  await sitDown(page, { content: longConversation })
  const prompt = page.getByTestId("prompt")
  await expect(prompt.getByText("And how would I prove it")).toBeInViewport()
  const folded = prompt.locator("[data-folded='true']")
  await expect(folded).toHaveCount(3)
  const open = page.getByRole("button", { name: "Show the whole User turn" })
  await settled(page)
  await open.focus()
  await page.keyboard.press("Enter")
  await expect(folded).toHaveCount(2)
  await expect(page.getByRole("button", { name: "Fold the User turn" })).toHaveAttribute(
    "aria-expanded",
    "true",
  )
})

test("formulas, tables, lists and highlighted code are set; no request leaves for another place", async ({
  page,
}) => {
  const foreign: string[] = []
  page.on("request", (request) => {
    if (!request.url().startsWith(baseUrl()) && !request.url().startsWith("data:"))
      foreign.push(request.url())
  })
  await sitDown(page, { content: longConversation })
  const view = page.locator(".layer[data-active='true']")
  await expect(view.locator(".katex-display")).toHaveCount(1)
  await expect(view.locator("table th").first()).toHaveText("step")
  await expect(view.locator("pre [class^='hljs-']").first()).toBeAttached()
  await expect(view.locator(".rendered img, .rendered script, .rendered iframe")).toHaveCount(0)
  await page.waitForLoadState("networkidle")
  expect(foreign).toEqual([])
})

test("code is copied as it was written", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"])
  await sitDown(page, { content: longConversation })
  const block = page.locator(".layer[data-active='true'] .side pre").first()
  await block.scrollIntoViewIfNeeded()
  await block.hover()
  await block.getByRole("button", { name: "Copy code" }).click()
  await expect(page.getByText("Copied")).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^def total\(n: int\) -> int:\n {4}# the closed form/,
  )
  // The button is the page's, not the text's.
  await expect(page.getByTestId("completion-left").getByText("Copy code")).toHaveCount(0)
})

test("the two texts scroll together, and apart where the person wants it", async ({ page }) => {
  await page.setViewportSize({ width: 1100, height: 600 })
  await sitDown(page, { content: longConversation })
  await page.keyboard.press("Space")
  await expect.poll(() => scrollOf(page, "Left")).toBeGreaterThan(50)
  await expect.poll(() => scrollOf(page, "Right")).toBeGreaterThan(50)
  await page.keyboard.press("ArrowUp")
  await page.keyboard.press("o")
  await page.getByRole("switch", { name: "Scroll both texts together" }).uncheck()
  await page.keyboard.press("Escape")
  const before = await scrollOf(page, "Right")
  await side(page, "Left").evaluate((element) => element.scrollTo(0, 0))
  await expect.poll(() => scrollOf(page, "Left")).toBe(0)
  expect(await scrollOf(page, "Right")).toBe(before)
})

test("raw text is what the model wrote, and the word diff marks only what differs", async ({ page }) => {
  await sitDown(page, {
    content: (n) => ({
      prompt: [{ role: "user", content: `Which is **bold**, number ${n}?` }],
      answers: ["The *quick* brown fox.", "The *slow* brown fox."],
    }),
  })
  await expect(page.getByTestId("prompt").locator("strong")).toHaveText("bold")
  await page.keyboard.press("r")
  await expect(page.getByTestId("prompt")).toContainText("Which is **bold**")
  await page.keyboard.press("r")
  await page.keyboard.press("d")
  const marks = page.locator(".layer[data-active='true'] mark")
  expect((await marks.allInnerTexts()).toSorted()).toEqual(["quick", "slow"])
})

test("right-to-left texts run from the right, their code from the left", async ({ page }) => {
  await sitDown(page, { content: rightToLeft })
  const view = page.locator(".layer[data-active='true']")
  const direction = (selector: string) =>
    view
      .locator(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).direction)
  expect(await direction("[data-testid='prompt'] p")).toBe("rtl")
  expect(await direction(".side p")).toBe("rtl")
  expect(await direction(".side pre")).toBe("ltr")
})

test("covered texts cannot be read, heard or judged until they are asked for, on each task anew", async ({
  page,
}) => {
  const sitter = await sitDown(page, { blurContent: true })
  await expect(page.getByText("covers its texts until you ask")).toBeVisible()
  await expect(page.getByTestId("completion-left")).toHaveAttribute("aria-hidden", "true")
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByText("Show the text first.")).toBeVisible()
  await page.keyboard.press("v")
  await expect(page.getByTestId("completion-left")).not.toHaveAttribute("aria-hidden")
  await judge(page, "ArrowLeft")
  await expect(page.getByText("covers its texts until you ask")).toBeVisible()
  await allSaved(page)
  expect(await kept(sitter)).toHaveLength(1)
})

test("text size, line length and theme are the person's, and last", async ({ page }) => {
  await sitDown(page, { content: longConversation })
  await page.keyboard.press("o")
  const dialog = page.getByRole("dialog", { name: "Settings" })
  await dialog.getByLabel("Text size").selectOption("22")
  await dialog.getByLabel("Line length").selectOption("54")
  await dialog.getByLabel("Theme").selectOption("dark")
  await page.reload()
  await atTask(page)
  const text = page.locator(".layer[data-active='true'] .side-column").first()
  expect(await text.evaluate((element) => getComputedStyle(element).fontSize)).toBe("22px")
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
})

test("after the time the project set a break is suggested, once, and work goes on without it", async ({
  page,
}) => {
  await page.clock.install()
  await sitDown(page, { breakAfterMin: 1, tasks: 5 })
  // A person reads: something moves every twenty seconds.
  for (let n = 0; n < 5; n += 1) {
    await page.clock.runFor(20_000)
    await page.mouse.move(100 + n, 100)
  }
  await expect(page.getByText("A short break now?")).toBeVisible()
  await page.getByRole("button", { name: "Later" }).click()
  await expect(page.getByText("A short break now?")).toHaveCount(0)
})

test("active time stops while the page is out of focus; wall time and both clocks are kept", async ({
  page,
}) => {
  const sitter = await sitDown(page, { tasks: 3 })
  await page.waitForTimeout(1200)
  await page.evaluate(() => {
    document.hasFocus = () => false
    dispatchEvent(new Event("blur"))
  })
  await page.waitForTimeout(1500)
  await page.evaluate(() => {
    document.hasFocus = () => true
    dispatchEvent(new Event("focus"))
  })
  await judge(page, "ArrowLeft")
  await allSaved(page)
  const row = await db().annotation.findFirstOrThrow({ where: { projectId: sitter.world.projectId } })
  expect(row.wallMs ?? 0).toBeGreaterThan(2700)
  expect((row.wallMs ?? 0) - (row.activeMs ?? 0)).toBeGreaterThan(1400)
  expect(row.activeMs ?? 0).toBeGreaterThan(1000)
  for (const at of [row.clientShownAt, row.clientDecidedAt, row.createdAt]) expect(at).toBeInstanceOf(Date)
})

test("guidelines are one key away, and say what changed since they were last read", async ({ page }) => {
  const sitter = await sitDown(page, { guidelines: "Read both.\n\nPrefer the shorter one." })
  await page.keyboard.press("g")
  await expect(page.getByRole("dialog", { name: "Guidelines" })).toContainText("Prefer the shorter one.")
  await page.keyboard.press("g")
  await expect(page.getByRole("dialog")).toHaveCount(0)
  const { projectId } = sitter.world
  const markdown = "Read both.\n\nPrefer the truer one."
  await db().guideline.create({ data: { projectId, version: 2, markdown, hash: "2" } })
  await page.reload()
  await atTask(page)
  await page.getByRole("button", { name: "Guidelines: Changed since your last sitting" }).click()
  const dialog = page.getByRole("dialog", { name: "Guidelines" })
  await expect(dialog.locator("del")).toContainText("shorter")
  await expect(dialog.locator("ins")).toContainText("truer")
  await page.keyboard.press("Escape")
  await expect(page.getByRole("button", { name: "Guidelines", exact: true })).toBeVisible()
})

test("done today, what is left and one's own pace stand in the line, and follow the keys", async ({
  page,
}) => {
  const sitter = await sitDown(page, { tasks: 9 })
  const words = page.locator(".progress-words")
  await expect(words).toHaveText("0 today · 9 left")
  for (let n = 0; n < 5; n += 1) await judge(page, "ArrowLeft")
  await expect(words).toHaveText(/^5 today · 4 left · about \d+ s each$/)
  await page.keyboard.press("z")
  await expect(words).toHaveText(/^4 today · 5 left/)
  await allSaved(page)
  await page.reload()
  await atTask(page)
  await expect(words).toHaveText(/^4 today · 5 left/)
  expect(await kept(sitter)).toHaveLength(6)
})

test("an edit of the better text survives a reload and goes with the answer for its side alone", async ({
  page,
}) => {
  const sitter = await sitDown(page, { protocol: { ...presets.arena, editBetter: true } })
  const { right } = await readTask(page)
  await page.keyboard.press("e")
  const dialog = page.getByRole("dialog", { name: "Edit the better text" })
  await dialog.getByRole("radio", { name: "Right" }).check()
  await expect(dialog.getByLabel("Your version")).toHaveValue(right)
  await dialog.getByLabel("Your version").fill(`${right} Improved.`)
  await page.reload()
  await atTask(page)
  await page.keyboard.press("e")
  await expect(dialog.getByLabel("Your version")).toHaveValue(`${right} Improved.`)
  await dialog.getByRole("button", { name: "Keep this version" }).click()
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByText("You edited the other text.")).toBeVisible()
  await judge(page, "ArrowRight")
  await allSaved(page)
  const row = await db().annotation.findFirstOrThrow({ where: { projectId: sitter.world.projectId } })
  expect(row.editedText).toBe(`${right} Improved.`)
})

test("a protocol that asks for a reason opens the note, and takes the answer once it is there", async ({
  page,
}) => {
  await sitDown(page, { protocol: { ...presets.arena, rationale: { mode: "required", minLength: 5 } } })
  const seen = await readTask(page)
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByRole("textbox")).toBeFocused()
  expect(await readTask(page)).toEqual(seen)
  await page.keyboard.type("Because.")
  await page.keyboard.press("Escape")
  await judge(page, "ArrowLeft")
})

for (const [layout, keys] of [
  ["Left hand only", ["q", "e", "w", "b"]],
  ["Right hand only", ["j", "l", "k", "m"]],
] as const) {
  test(`one-handed: ${layout}`, async ({ page }) => {
    const sitter = await sitDown(page)
    await page.keyboard.press("o")
    await page.getByLabel("Hands").selectOption({ label: layout })
    await page.keyboard.press("Escape")
    await expect(page.getByRole("dialog")).toHaveCount(0)
    for (const key of keys) await judge(page, key)
    await allSaved(page)
    expect((await kept(sitter)).map((row) => row.side)).toEqual(["left", "right", "tie", "bothBad"])
  })
}
