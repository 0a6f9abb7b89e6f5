import { presets } from "@/core/presets/registry"
import {
  allSaved,
  atTask,
  expect,
  expectKept,
  judge,
  kept,
  readTask,
  settled,
  sitDown,
  test,
} from "@/e2e/annotator/scene"
import { db } from "@/server/data/db"

test("one key judges and brings the next task; sides are stored as they were seen", async ({ page }) => {
  const sitter = await sitDown(page)
  const pressed = []
  for (const key of ["ArrowLeft", "ArrowRight", "t", "b", "ArrowRight", "ArrowLeft"]) {
    pressed.push(await judge(page, key))
  }
  await allSaved(page)
  await expectKept(sitter, pressed)
})

test("up, down and Space scroll and never judge; a held key judges once", async ({ page }) => {
  const sitter = await sitDown(page)
  const seen = await readTask(page)
  for (const key of ["ArrowUp", "ArrowDown", "Space", "ArrowDown"]) await page.keyboard.press(key)
  expect(await readTask(page)).toEqual(seen)
  await page.keyboard.down("ArrowLeft")
  // What a keyboard sends while the key stays down.
  for (let times = 0; times < 10; times += 1) await page.keyboard.down("ArrowLeft")
  await page.keyboard.up("ArrowLeft")
  await atTask(page)
  await allSaved(page)
  expect(await kept(sitter)).toHaveLength(1)
})

test("modified keys are the browser's, and typing is not judging", async ({ page }) => {
  const sitter = await sitDown(page)
  const seen = await readTask(page)
  for (const key of ["Control+ArrowLeft", "Alt+t", "Meta+b", "Shift+ArrowRight"]) {
    await page.evaluate((combination) => {
      const [modifier, key] = combination.split("+")
      const init = { key: key ?? "", code: key ?? "", bubbles: true, cancelable: true }
      const event = new KeyboardEvent("keydown", {
        ...init,
        [`${modifier?.replace("Control", "ctrl").toLowerCase()}Key`]: true,
      })
      document.body.dispatchEvent(event)
    }, key)
  }
  await page.keyboard.press("n")
  await page.getByRole("textbox").fill("")
  await page.keyboard.type("tb 12")
  await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("Escape")
  expect(await readTask(page)).toEqual(seen)
  expect(await kept(sitter)).toEqual([])
})

test("a key judges wherever the focus is, but not under an open window", async ({ page }) => {
  const sitter = await sitDown(page)
  const seen = await readTask(page)
  await page.keyboard.press("?")
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible()
  await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("t")
  await page.keyboard.press("Escape")
  await expect(page.getByRole("dialog")).toHaveCount(0)
  expect(await readTask(page)).toEqual(seen)
  await page.getByRole("button", { name: "Settings" }).focus()
  const pressed = [await judge(page, "ArrowLeft")]
  await settled(page)
  await page.getByRole("group", { name: "Left" }).focus()
  pressed.push(await judge(page, "ArrowRight"))
  await allSaved(page)
  await expectKept(sitter, pressed)
})

test("graded scales go by the digits", async ({ page }) => {
  const sitter = await sitDown(page, { protocol: presets["graded-7"] })
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByText("not offered here")).toBeVisible()
  for (const key of ["1", "3", "4", "6"]) await judge(page, key)
  await allSaved(page)
  expect((await kept(sitter)).map(({ side, level }) => [side, level])).toEqual([
    ["left", 3],
    ["left", 1],
    ["tie", null],
    ["right", 2],
  ])
})

test("Z goes back through the whole sitting, each time as a new revision", async ({ page }) => {
  const sitter = await sitDown(page)
  const first = await judge(page, "ArrowLeft")
  const second = await judge(page, "ArrowRight")
  const third = await readTask(page)
  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(second.prompt)
  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(first.prompt)
  await expect(page.getByRole("button", { name: "Left is better" })).toHaveAttribute("data-before", "true")
  await judge(page, "ArrowRight")
  await expect(page.getByTestId("prompt")).toHaveText(second.prompt)
  await judge(page, "t")
  await expect(page.getByTestId("prompt")).toHaveText(third.prompt)
  await allSaved(page)
  const rows = await kept(sitter)
  const of = (prompt: string) =>
    rows.filter((row) => row.prompt === prompt).map((row) => [row.revision, row.status, row.side])
  expect(of(first.prompt)).toEqual([
    [1, "ACCEPTED", "left"],
    [2, "WITHDRAWN", null],
    [3, "ACCEPTED", "right"],
  ])
  expect(of(second.prompt)).toEqual([
    [1, "ACCEPTED", "right"],
    [2, "WITHDRAWN", null],
    [3, "ACCEPTED", "tie"],
  ])
})

test("S and a digit skip with a reason; the skip can be undone", async ({ page }) => {
  const sitter = await sitDown(page)
  const skipped = await readTask(page)
  await page.keyboard.press("s")
  await expect(page.getByRole("dialog")).toBeVisible()
  await page.keyboard.press("2")
  await expect(page.getByTestId("prompt")).not.toHaveText(skipped.prompt)
  await allSaved(page)
  const find = () =>
    db().assignment.findMany({ where: { projectId: sitter.world.projectId, skipReason: "other-language" } })
  expect(await find()).toHaveLength(1)
  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(skipped.prompt)
  const pressed = [await judge(page, "ArrowLeft")]
  await allSaved(page)
  await expectKept(sitter, pressed)
})

test("flags and the reason go with the answer, survive a reload, and do not reach the next task", async ({
  page,
}) => {
  const sitter = await sitDown(page)
  await page.keyboard.press("f")
  const dialog = page.getByRole("dialog", { name: "Flags" })
  await expect(dialog.getByRole("checkbox").first()).toBeFocused()
  await page.keyboard.press("Space")
  await page.keyboard.press("ArrowDown")
  await page.keyboard.press("ArrowRight")
  await page.keyboard.press("Space")
  await expect(dialog.getByRole("checkbox", { checked: true })).toHaveCount(2)
  await page.keyboard.press("Enter")
  await expect(dialog).toHaveCount(0)
  await page.keyboard.press("n")
  await page.getByRole("textbox").fill("Left runs, right does not.")
  await page.keyboard.press("Escape")
  await expect(page.getByRole("button", { name: "Flags: 2" })).toBeVisible()
  await page.reload()
  await atTask(page)
  await expect(page.getByRole("button", { name: "Flags: 2" })).toBeVisible()
  await judge(page, "ArrowLeft")
  await expect(page.getByRole("button", { name: "Flags: 2" })).toHaveCount(0)
  await allSaved(page)
  const [row] = await db().annotation.findMany({
    where: { projectId: sitter.world.projectId },
    include: { flags: { orderBy: { type: "asc" } } },
  })
  expect(row?.rationale).toBe("Left runs, right does not.")
  expect(row?.flags).toHaveLength(2)
})

test("a task stays the same with the same sides over reloads", async ({ page }) => {
  await sitDown(page)
  const seen = await readTask(page)
  await page.reload()
  await atTask(page)
  expect(await readTask(page)).toEqual(seen)
})

test("the end of the queue says so, and Z still works there", async ({ page }) => {
  const sitter = await sitDown(page, { tasks: 2 })
  const pressed = [await judge(page, "ArrowLeft")]
  const last = await judge(page, "ArrowRight")
  await expect(page.getByTestId("queue-empty")).toBeVisible()
  await expect(page.getByTestId("prompt")).toHaveCount(0)
  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(last.prompt)
  pressed.push(await judge(page, "t"))
  await expect(page.getByTestId("queue-empty")).toBeVisible()
  await allSaved(page)
  const latest = (await kept(sitter)).filter((row) => row.status === "ACCEPTED" && row.revision !== 1)
  expect(latest.map((row) => row.side)).toEqual(["tie"])
})

test("keys can be changed and letters switched off", async ({ page }) => {
  const sitter = await sitDown(page)
  await page.getByRole("button", { name: "Settings" }).click()
  await page.getByRole("button", { name: "Change: Left is better" }).click()
  await page.keyboard.press("j")
  await page.keyboard.press("Escape")
  await expect(page.getByRole("dialog")).toHaveCount(0)
  const pressed = [{ ...(await judge(page, "j")), key: "ArrowLeft" }]
  await page.getByRole("button", { name: "Settings" }).click()
  await page.getByRole("switch", { name: "Switch letter and digit keys off" }).check()
  await page.keyboard.press("Escape")
  const seen = await readTask(page)
  await page.keyboard.press("j")
  await page.keyboard.press("t")
  expect(await readTask(page)).toEqual(seen)
  pressed.push(await judge(page, "ArrowRight"))
  await allSaved(page)
  await expectKept(sitter, pressed)
})
