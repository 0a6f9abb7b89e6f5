import { presets } from "@/core/presets/registry"
import { expectNoFault } from "@/e2e/annotator/axe"
import { atTask, expect, haveOnDevice, judge, signIn, sitDown, test } from "@/e2e/annotator/scene"
import { longConversation, rightToLeft } from "@/e2e/annotator/texts"
import { db } from "@/server/data/db"

test("axe on what models write: code, formulas, tables, folds, another direction", async ({ page }) => {
  test.setTimeout(120_000)
  await sitDown(page, { content: (n) => (n % 2 === 0 ? longConversation(n) : rightToLeft(n)), tasks: 2 })
  await expectNoFault(page, "first")
  await judge(page, "ArrowLeft")
  await atTask(page)
  await expectNoFault(page, "second")
})

test("axe while something is asked for: covered texts, a reason, an edit", async ({ page }) => {
  test.setTimeout(120_000)
  const protocol = {
    ...presets.arena,
    editBetter: true,
    rationale: { mode: "required", minLength: 5 },
  } as const
  await sitDown(page, { protocol, blurContent: true })
  await expectNoFault(page, "covered")
  await page.keyboard.press("v")
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByRole("textbox")).toBeFocused()
  await expectNoFault(page, "reason wanted")
  await page.keyboard.type("Because.")
  await page.keyboard.press("Escape")
  await expect(page.getByRole("textbox")).toHaveCount(0)
  await page.keyboard.press("e")
  await page.getByRole("radio", { name: "Left" }).check()
  await expectNoFault(page, "edit")
})

test("axe when something is wrong: signed out, offline without a task, full, paused, guidelines changed", async ({
  page,
  context,
}) => {
  test.setTimeout(180_000)
  const sitter = await sitDown(page, { tasks: 6, leaseAhead: 2, guidelines: "Read both." })
  const { projectId, slug } = sitter.world
  await db().guideline.create({ data: { projectId, version: 2, markdown: "Read both twice.", hash: "2" } })
  await page.reload()
  await atTask(page)
  await page.keyboard.press("g")
  await expect(page.getByRole("dialog").locator("ins")).toBeVisible()
  await expectNoFault(page, "what changed in the guidelines")
  await page.keyboard.press("Escape")

  await haveOnDevice(page, 2)
  await context.setOffline(true)
  await judge(page, "ArrowLeft")
  await page.keyboard.press("ArrowRight")
  await expect(page.getByText("no more tasks on this device")).toBeVisible()
  await expectNoFault(page, "offline, no task left")
  await db().session.deleteMany({ where: { userId: sitter.userId } })
  await context.setOffline(false)
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-state", "sign-in", { timeout: 40_000 })
  await expectNoFault(page, "signed out")

  await signIn(page, sitter.userId)
  await db().membership.updateMany({ where: { projectId }, data: { pausedAt: new Date() } })
  await page.goto(`/annotate/${slug}`)
  await expect(page.getByText("Your work in this project is paused")).toBeVisible()
  await expectNoFault(page, "paused")
})

test("a screen reader finds its way: landmarks, headings in order, and what was said", async ({ page }) => {
  await sitDown(page, { content: longConversation, tasks: 3 })
  await expect(page.getByRole("banner")).toHaveCount(1)
  await expect(page.getByRole("main")).toHaveCount(1)
  await expect(page.getByRole("contentinfo")).toHaveCount(1)
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1)
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(["Prompt", "Left", "Right"])
  await expect(page.getByRole("region", { name: "Prompt" })).toBeVisible()
  const said = page.getByRole("status").filter({ hasText: "Next task." })
  await judge(page, "ArrowLeft")
  await expect(said).toHaveText("Left is better. Next task.")
  await page.keyboard.press("z")
  await expect(page.getByRole("status").filter({ hasText: "Taken back" })).toHaveCount(1)
})

test("everything is reached by keyboard alone, in the order it is read", async ({ page }) => {
  await sitDown(page, { content: rightToLeft })
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const order: string[] = []
  for (let n = 0; n < 24; n += 1) {
    await page.keyboard.press("Tab")
    order.push(
      await page.evaluate(() => {
        const at = document.activeElement
        return at?.getAttribute("aria-label") ?? at?.textContent?.trim() ?? ""
      }),
    )
  }
  // The focus starts at the task, so what stands above it comes last, and the way round is whole.
  expect(order).toContain("Guidelines")
  const places = ["Prompt", "Left", "Right", "Left is better", "Right is better", "Skip"].map((name) =>
    order.indexOf(name),
  )
  expect(places.every((place) => place >= 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test("at 200 % of a small screen nothing is cut off or out of reach", async ({ page }) => {
  // What a browser's zoom does: half as many, twice as large pixels.
  await page.setViewportSize({ width: 640, height: 400 })
  await sitDown(page, { content: longConversation, tasks: 3 })
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wider).toBeLessThanOrEqual(0)
  for (const name of ["Left is better", "About the same", "Both are bad", "Right is better"])
    await expect(page.getByRole("button", { name })).toBeInViewport({ ratio: 1 })
  // A long prompt may fill so small a screen; the keys that scroll lead on to the texts.
  for (let n = 0; n < 12; n += 1) await page.keyboard.press("ArrowDown")
  await expect(page.getByTestId("completion-left")).toBeInViewport()
  await judge(page, "ArrowLeft")
})

test("with reduced motion nothing moves by itself", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" })
  await sitDown(page, { tasks: 3 })
  await judge(page, "ArrowLeft")
  await page.keyboard.press("?")
  await expect(page.getByRole("dialog")).toBeVisible()
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((one) => Number(one.effect?.getComputedTiming().activeDuration ?? 0) > 20)
      .map((one) => String((one.effect as KeyframeEffect | null)?.target?.className)),
  )
  expect(moving).toEqual([])
})
