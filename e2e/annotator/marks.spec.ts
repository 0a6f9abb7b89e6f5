import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "@playwright/test"
import { presets } from "@/core/presets/registry"
import { expectNoFault } from "@/e2e/annotator/axe"
import { allSaved, atTask, expect, judge, sitDown, test } from "@/e2e/annotator/scene"
import { requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { exportToFolder } from "@/server/export/export-to-folder"

/** Markdown, emoji of several units, letters with marks, right to left, a line end of two characters. */
const hard = "**Bold** words, 👩‍👩‍👧‍👦 and e\u0301te\u0301.\r\nשלום עולם, then _the last_ one."
const plain = "no two alike\nno second line"

type Row = {
  completions: { messages: { content: string }[] }[]
  annotations: {
    flags: {
      position: number
      type: string
      comment: string | null
      span_start: number | null
      span_end: number | null
    }[]
  }[]
}

/** The words that the exported spans cut out of the exported texts. */
async function exportedWords(slug: string): Promise<string[][]> {
  const folder = await mkdtemp(join(tmpdir(), "diptych-marks-"))
  const access = await requireProjectAccess({ kind: "cli" }, slug, "exports:create")
  await exportToFolder(
    access,
    { format: "raw_annotations", settings: { freeText: true } },
    join(folder, "out"),
  )
  const files = await readdir(join(folder, "out"), { recursive: true })
  const file = files.find((one) => one.endsWith(".jsonl")) ?? ""
  const lines = (await readFile(join(folder, "out", file), "utf8")).trim().split("\n")
  await rm(folder, { recursive: true, force: true })
  return lines.flatMap((line) => {
    const row = JSON.parse(line) as Row
    return (row.annotations.at(-1)?.flags ?? []).map((flag) => [
      flag.type,
      (row.completions[flag.position]?.messages.at(-1)?.content ?? "").slice(
        flag.span_start ?? 0,
        flag.span_end ?? 0,
      ),
      flag.comment ?? "",
    ])
  })
}

const chosen = (page: Page) => page.getByTestId("marks-chosen")

test("words are marked by keys and by pointer, shown in the text, taken back, stored and exported to the letter", async ({
  page,
}) => {
  const { world } = await sitDown(page, {
    protocol: { ...presets.arena, flagSpans: true },
    tasks: 2,
    content: (n) => ({
      prompt: [{ role: "user", content: `Question ${n}?` }],
      answers: [`${hard} ${n}`, plain],
    }),
  })
  const isHard = async (side: string) =>
    (await page.getByTestId(`completion-${side}`).innerText()).includes("Bold")
  const sides = (await isHard("left")) ? ["Left", "Right"] : ["Right", "Left"]
  const [hardSide = "", plainSide = ""] = sides
  const hardText = page.getByTestId(`completion-${hardSide.toLowerCase()}`)
  await expect(hardText.locator("strong")).toHaveText("Bold")

  // By keys: from the family on, three words, then the flag and what there is to say.
  await page.keyboard.press("m")
  const sheet = page.getByRole("dialog", { name: "Mark words" })
  const picker = sheet.getByRole("application")
  await sheet.getByRole("button", { name: hardSide, exact: true }).click()
  await expectNoFault(page, "marking")
  await sheet.getByRole("button", { name: "Mark the words" }).click()
  await expect(sheet.getByText("Choose words of the text first.")).toBeVisible()
  await expect(picker).toBeFocused()
  for (const key of ["ArrowDown", "ArrowDown", "End", "Home"]) await page.keyboard.press(key)
  // Seven words on: `*` `*` `Bold` `*` `*` `words` `,`
  for (let step = 0; step < 7; step += 1) await page.keyboard.press("ArrowRight")
  const family = await chosen(page).innerText()
  for (const key of ["Shift+ArrowRight", "Shift+ArrowRight"]) await page.keyboard.press(key)
  await expect(chosen(page)).toHaveText("👩‍👩‍👧‍👦 and e\u0301te\u0301")
  expect(family).toContain("👩‍👩‍👧‍👦")
  await page.keyboard.press("Enter")
  await sheet.getByLabel("Flag").selectOption("broken")
  await page.keyboard.press("Tab")
  await page.keyboard.type("Which family?")
  await page.keyboard.press("Enter")
  await expect(sheet.getByRole("status").first()).toContainText("Marked as Broken text")
  await expect(picker).toBeFocused()

  // By hand: a word in the right-to-left line is pressed, and then the one after it; another drawn over.
  const place = (words: string) =>
    picker.evaluate((element, wanted) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(wanted) ?? -1
        if (at < 0) continue
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + wanted.length)
        const { left, right, top, bottom } = range.getBoundingClientRect()
        return { left, right, y: (top + bottom) / 2 }
      }
      throw new Error(`no ${wanted}`)
    }, words)
  const middle = async (words: string) => {
    const { left, right, y } = await place(words)
    return [(left + right) / 2, y] as const
  }
  await page.mouse.click(...(await middle("שלום")))
  await expect(chosen(page)).toHaveText("שלום")
  await page.mouse.click(...(await middle("עולם")))
  await expect(chosen(page)).toHaveText("שלום עולם")
  await sheet.getByLabel("Flag").selectOption("off-topic")
  await sheet.getByRole("button", { name: "Mark the words" }).click()
  await sheet.getByRole("button", { name: plainSide, exact: true }).click()
  // From within a word to within another: both are taken whole.
  const from = await place("two")
  const to = await place("second")
  await page.mouse.move(from.left + 8, from.y)
  await page.mouse.down()
  await page.mouse.move(to.left + 8, to.y, { steps: 6 })
  await page.mouse.up()
  await expect(chosen(page)).toHaveText("two alike no second")
  await sheet.getByRole("button", { name: "Mark the words" }).click()
  await sheet.getByRole("button", { name: "Done" }).click()
  await expect(sheet).toHaveCount(0)

  // In the text and under it; the text is shown as it was written.
  await expect(hardText.locator("strong")).toHaveCount(0)
  await expect(hardText.locator("mark")).toHaveText(["👩‍👩‍👧‍👦 and e\u0301te\u0301", "שלום עולם"])
  await expect(hardText.locator("mark").first()).toHaveAttribute("data-label", "Broken text")
  await expect(page.getByText("Which family?")).toBeVisible()
  await expectNoFault(page, "marked")

  // Kept over a reload, an answer and its undo; taken back by a button.
  await page.reload()
  await atTask(page)
  await expect(hardText.locator("mark")).toHaveCount(2)
  const { prompt } = await judge(page, "t")
  await allSaved(page)
  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(prompt)
  await expect(hardText.locator("mark")).toHaveCount(2)
  await page.getByRole("button", { name: /Take the mark back: Off topic, שלום/ }).click()
  await expect(hardText.locator("mark")).toHaveCount(1)
  await expect(page.getByText("No longer marked: Off topic")).toHaveCount(1)
  await judge(page, "ArrowLeft")
  await allSaved(page)

  const stored = await db().flag.findMany({
    where: { annotation: { projectId: world.projectId, revision: 3 } },
    include: {
      annotation: {
        include: { task: { include: { completions: { include: { completion: true } } } } },
      },
    },
    orderBy: { type: "asc" },
  })
  const words = stored.map(({ annotation, ...flag }) => {
    const text = annotation.task.completions.find((one) => one.position === flag.position)
    const [message] = (text?.completion.messages ?? []) as { content: string }[]
    return [
      flag.type,
      (message?.content ?? "").slice(flag.spanStart ?? 0, flag.spanEnd ?? 0),
      flag.comment ?? "",
    ]
  })
  const meant = [
    ["broken", "👩‍👩‍👧‍👦 and e\u0301te\u0301", "Which family?"],
    ["off-topic", "two alike\nno second", ""],
  ]
  expect(words).toEqual(meant)
  expect((await exportedWords(world.slug)).map((one) => JSON.stringify(one)).toSorted()).toEqual(
    meant.map((one) => JSON.stringify(one)),
  )
})
