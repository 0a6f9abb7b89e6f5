import { devices } from "@playwright/test"
import { allSaved, expect, kept, readTask, sitDown, test } from "@/e2e/annotator/scene"
import { longConversation } from "@/e2e/annotator/texts"
import { presets } from "@/core/presets/registry"

test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  userAgent: devices["Pixel 7"].userAgent,
})

test("on a phone left and right are one flick apart, and a tap judges", async ({ page }) => {
  const sitter = await sitDown(page, { content: longConversation, tasks: 3 })
  const left = page.getByTestId("completion-left")
  const right = page.getByTestId("completion-right")
  await expect(left).toBeInViewport()
  await expect(right).not.toBeInViewport()
  const client = await page.context().newCDPSession(page)
  /** A finger over the texts, from one place to another in a fifth of a second. */
  const flick = async (from: number, to: number) => {
    const at = (x: number) => [{ x, y: 520 }]
    await client.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(from) })
    for (let step = 1; step <= 10; step += 1) {
      const touchPoints = at(from + ((to - from) * step) / 10)
      await client.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints })
    }
    await client.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] })
  }
  await flick(320, 60)
  await expect(right).toBeInViewport()
  await expect(left).not.toBeInViewport()
  await expect(page.getByRole("button", { name: "Right", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  )
  await flick(60, 320)
  await expect(left).toBeInViewport()
  // A flick moves the texts and judges nothing; a tap does.
  const seen = await readTask(page)
  await page.getByRole("button", { name: "Right is better" }).tap()
  await expect(page.getByTestId("prompt")).not.toHaveText(seen.prompt)
  await allSaved(page)
  await expect.poll(async () => (await kept(sitter)).length).toBe(1)
  const rows = await kept(sitter)
  expect(rows.map((row) => [row.side, row.inputPath])).toEqual([["right", "pointer"]])
  const small = await page.locator(".foot button, .top button").evaluateAll((all) =>
    all
      .map((one) => one.getBoundingClientRect())
      .filter((box) => box.width > 0 && (box.height < 44 || box.width < 44))
      .map((box) => `${Math.round(box.width)}×${Math.round(box.height)}`),
  )
  expect(small).toEqual([])
})

test("the notice after an answer lies on nothing that is pressed next", async ({ page }) => {
  const rationale = { mode: "optional", minLength: 0 } as const
  await sitDown(page, { protocol: { ...presets.helpsteer2, rationale }, tasks: 2 })
  // Five ratings of each text, then the answer.
  for (let cell = 0; cell < 10; cell += 1) await page.keyboard.press("3")
  await page.keyboard.press("1")
  const notice = page.locator(".toast")
  await expect(notice).toBeVisible()
  const covered = await notice.evaluate((toast) => {
    const over = toast.getBoundingClientRect()
    return [...document.querySelectorAll(".side, .side-tabs, .answer")]
      .map((one) => [one.className, one.getBoundingClientRect()] as const)
      .filter(([, box]) => box.top < over.bottom && over.top < box.bottom)
      .map(([name]) => name)
  })
  expect(covered).toEqual([])
})
