import { presets } from "@/core/presets/registry"
import { expectNoFault } from "@/e2e/annotator/axe"
import { atTask, baseUrl, expect, judge, settled, sitDown, test } from "@/e2e/annotator/scene"

const windows = [
  ["f", "Flags"],
  ["s", "Why skip it?"],
  ["g", "Guidelines"],
  ["o", "Settings"],
  ["?", "Keys"],
] as const

for (const theme of ["light", "dark"] as const) {
  test(`no state of the page has a fault that axe can find, ${theme}`, async ({ page }) => {
    test.setTimeout(120_000)
    const { hostname } = new URL(baseUrl())
    await page.context().addCookies([{ name: "diptych-theme", value: theme, domain: hostname, path: "/" }])
    await sitDown(page, { tasks: 2, guidelines: "# Guidelines\n\nRead **both** texts." })
    await expectNoFault(page, "task")
    for (const [key, name] of windows) {
      await page.keyboard.press(key)
      await expect(page.getByRole("dialog", { name })).toBeVisible()
      await expectNoFault(page, name)
      await page.keyboard.press("Escape")
      await expect(page.getByRole("dialog")).toHaveCount(0)
    }
    for (const key of ["d", "r", "n"]) {
      await page.keyboard.press(key)
      await expectNoFault(page, key)
    }
    await page.keyboard.press("Escape")
    await page.context().setOffline(true)
    await judge(page, "ArrowLeft")
    await expectNoFault(page, "offline, with a toast")
    await page.context().setOffline(false)
    await judge(page, "ArrowLeft")
    await expect(page.getByTestId("queue-empty")).toBeVisible()
    await expectNoFault(page, "empty")
  })
}

test("right to left: the page turns, left and right stay where they are", async ({ page }) => {
  const { hostname } = new URL(baseUrl())
  await page.context().addCookies([{ name: "diptych-locale", value: "ar", domain: hostname, path: "/" }])
  await sitDown(page, { protocol: presets["graded-7"] })
  await expectNoFault(page, "arabic")
  await expect(page.locator("[lang='ar'][dir='rtl']").first()).toBeAttached()
  const left = await page.getByTestId("completion-left").boundingBox()
  const right = await page.getByTestId("completion-right").boundingBox()
  expect(left?.x ?? 0).toBeLessThan(right?.x ?? 0)
})

for (const [name, viewport] of [
  ["phone", { width: 390, height: 844 }],
  ["200 % zoom", { width: 720, height: 450 }],
  ["reflow at 320 px", { width: 320, height: 640 }],
] as const) {
  test(`nothing is cut off and nothing scrolls sideways: ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport)
    await sitDown(page, { protocol: presets["graded-7"] })
    await expectNoFault(page, name)
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(wider).toBeLessThanOrEqual(0)
    await page.getByRole("button", { name: "Right", exact: true }).click()
    await expect(page.getByTestId("completion-right")).toBeInViewport()
    await judge(page, "3")
    // The next task begins on the left again.
    await expect(page.getByTestId("completion-left")).toBeInViewport()
  })
}

test("the focus is never lost: it goes on to the same panel of the next task", async ({ page }) => {
  await sitDown(page)
  await settled(page)
  await page.getByRole("group", { name: "Right" }).focus()
  await judge(page, "ArrowLeft")
  await atTask(page)
  const where = () =>
    page.evaluate(() => document.activeElement?.closest("[data-scroll]")?.getAttribute("data-scroll"))
  await expect.poll(where).toBe("right")
  await page.keyboard.press("s")
  await expect(page.getByRole("dialog")).toBeVisible()
  await page.keyboard.press("Escape")
  await expect.poll(where).toBe("right")
})
