import type { Page } from "@playwright/test"
import type { Draft } from "@/core/annotate/draft"
import type { PresetName } from "@/core/presets/registry"
import { presetNames, presets } from "@/core/presets/registry"
import { allSaved, expect, settled, signIn, test } from "@/e2e/annotator/scene"
import { db } from "@/server/data/db"
import { makeKindWorld, storedAnswers } from "@/tests/support/kinds-world"
import type { Raw, Row, Trained } from "@/tests/support/preset-cases"
import { exportedRows, meantBy, presetCases, saidBy, trainedPairs } from "@/tests/support/preset-cases"

/**
 * Every preset and every number of texts through the real page, once: keys pressed = annotation stored
 * = comparisons derived = rows exported. What the keys mean is written down by hand, in
 * tests/support/preset-cases.ts, or follows below from nothing but the digits.
 */

type Job = { readonly keys: string; readonly given: Partial<Draft>; readonly row: Row }

const keyNames: Readonly<Record<string, string>> = { "<": "ArrowLeft", ">": "ArrowRight", "!": "Enter" }

/** The page at the first task of a project of its own. */
async function sit(page: Page, preset: PresetName, sizes: readonly number[]) {
  const world = await makeKindWorld(preset, sizes)
  await signIn(page, world.person.userId)
  await page.goto(`/annotate/${world.project.slug}`)
  await expect(page.locator(".layer[data-active='true']")).toHaveCount(1, { timeout: 30_000 })
  return world.project
}

/** The texts of the task in view, in screen order. */
async function readTexts(page: Page): Promise<string[]> {
  return page.locator(".layer[data-active='true'] [data-testid^='completion-']").allInnerTexts()
}

/** Presses the keys of a job, with what is typed first, and waits until the page has moved on. */
async function answer(page: Page, preset: PresetName, { keys, given }: Job): Promise<string[]> {
  const active = page.locator(".layer[data-active='true']")
  const token = (await active.getAttribute("data-token")) ?? ""
  if (given.firstNote) {
    // The texts are there, the prompt is not before the note is written.
    await expect(page.getByTestId("first-note")).toBeFocused()
    await expect(page.getByTestId("prompt")).toHaveCount(0)
    await page.getByTestId("first-note").fill(given.firstNote)
    await page.keyboard.press("Enter")
  }
  const texts = await readTexts(page)
  for (const flag of given.flags ?? []) {
    await page.keyboard.press("f")
    const row = presets[preset].flags.findIndex(({ type }) => type === flag.type)
    await page.locator(`[data-cell="${row}:${flag.panel}"]`).check()
    await page.keyboard.press("Escape")
    await expect(page.getByRole("dialog")).toHaveCount(0)
  }
  if (given.edit) {
    await page.keyboard.press("e")
    const sheet = page.getByRole("dialog")
    await sheet
      .getByRole("radio")
      .nth(given.edit.side === "left" ? 0 : 1)
      .check()
    await sheet.getByRole("textbox").fill(given.edit.text)
    await page.keyboard.press("Escape")
    await expect(sheet).toHaveCount(0)
  }
  if (given.note) {
    await page.keyboard.press("n")
    await expect(page.getByRole("textbox")).toBeFocused()
    await page.keyboard.insertText(given.note)
    await page.keyboard.press("Escape")
  }
  await expect(page.getByRole("dialog")).toHaveCount(0)
  for (const key of keys.replaceAll(" ", "")) await page.keyboard.press(keyNames[key] ?? key)
  await expect
    .poll(
      async () =>
        (await page.getByTestId("queue-empty").count()) > 0 ||
        (await page.locator(`.layer[data-active='true'][data-token='${token}']`).count()) === 0,
      { intervals: [5, 10, 20, 50] },
    )
    .toBe(true)
  return texts
}

type Stored = Awaited<ReturnType<typeof storedAnswers>>[number]

/** What is stored, in the shape of an exported row. */
function toRaw({ comparisons, ratings, flags, task, ...one }: Stored): Raw {
  return {
    completions: task.completions.map(({ completion }) => ({
      messages: completion.messages as { content: string }[],
    })),
    annotations: [
      {
        comparisons: comparisons.map(({ positionA, positionB, bothBad, ...rest }) => ({
          ...rest,
          position_a: positionA,
          position_b: positionB,
          both_bad: bothBad,
        })),
        ratings,
        flags,
        confidence: one.confidence,
        rationale: one.rationale,
        note: one.note,
        edited_text: one.editedText,
      },
    ],
  }
}

/** Everything that was answered in a project against what its keys meant, by the texts on the screen. */
async function expectSaid(
  project: { readonly id: string; readonly slug: string },
  done: readonly { readonly texts: readonly string[]; readonly row: Row }[],
): Promise<void> {
  const stored = (await storedAnswers(project.id)).map(toRaw)
  const exported = await exportedRows<Raw>(project.slug, "raw_annotations")
  const trained = await exportedRows<Trained>(project.slug, "preference")
  expect([stored.length, exported.length]).toEqual([done.length, done.length])
  for (const { texts, row } of done) {
    for (const rows of [stored, exported]) {
      const raw = rows.find(
        ({ completions }) => textAt(completions, 0) !== "" && texts.includes(textAt(completions, 0)),
      )
      if (!raw) throw new Error(`nothing was kept of ${texts.join(", ")}`)
      const said = saidBy(raw, (position) => texts.indexOf(textAt(raw.completions, position)))
      expect(said).toMatchObject(meantBy(row))
      expect([said.flags, said.ratings]).toEqual([row.flags ?? [], row.ratings ?? {}])
    }
    expect(trainedPairs(trained, texts)).toEqual(row.pairs.filter((pair) => pair.includes(">")))
  }
}

function textAt(completions: Raw["completions"], position: number): string {
  return completions[position]?.messages.at(-1)?.content ?? ""
}

test("every preset: the keys are what is stored and exported", async ({ page }) => {
  test.setTimeout(120_000)
  for (const preset of presetNames.filter((name) => presets[name].kind !== "DEMONSTRATION")) {
    const jobs = presetCases.flatMap(([name, k, keys, given, row]) =>
      name === preset ? [{ k, keys, given, row }] : [],
    )
    await test.step(preset, async () => {
      const project = await sit(
        page,
        preset,
        jobs.map(({ k }) => k),
      )
      const done = []
      for (const job of jobs) done.push({ texts: await answer(page, preset, job), row: job.row })
      await allSaved(page)
      await expectSaid(project, done)
    })
  }
})

/** Two orders for each number of texts; the text left over comes last. */
const orders: Readonly<Record<number, readonly [string, string]>> = {
  2: ["2", "1=2"],
  3: ["3=1", "1=2=3"],
  4: ["421", "4=2=13"],
  5: ["1=2=34", "53=421"],
  6: ["65=43=2", "1=2=3=4=5=6"],
  7: ["7654=32", "1=72=63=54"],
  8: ["1=2345=67", "8=7=6=51234"],
  9: ["9=87=6543=2", "123456789"],
}

/** Which text beats which, by its place in the order alone. */
function toPairs(order: string, k: number): string[] {
  const rankOf = new Map<number, number>()
  let rank = 0
  let ties = false
  for (const key of order) {
    if (key === "=") ties = true
    else {
      if (!ties) rank += 1
      rankOf.set(Number(key) - 1, rank)
      ties = false
    }
  }
  const pairs: string[] = []
  for (let a = 0; a < k; a += 1)
    for (let b = a + 1; b < k; b += 1) {
      const [one, other] = [rankOf.get(a) ?? 99, rankOf.get(b) ?? 99]
      pairs.push(one === other ? `${a}=${b}` : one < other ? `${a}>${b}` : `${b}>${a}`)
    }
  return pairs.toSorted()
}

test("rankings of 2 to 9 texts with and without ties: the keys are what is stored and exported", async ({
  page,
}) => {
  test.setTimeout(120_000)
  // Nine texts with three ties: eight digits, three signs and Enter.
  expect((orders[9]?.[0].length ?? 0) + 1).toBe(12)
  const sizes = Object.keys(orders).map(Number)
  const project = await sit(page, "instructgpt", [...sizes, ...sizes])
  const met = new Map<number, number>()
  const done = []
  for (let count = 0; count < sizes.length * 2; count += 1) {
    const k = (await readTexts(page)).length
    const order = orders[k]?.[met.get(k) ?? 0] ?? ""
    met.set(k, (met.get(k) ?? 0) + 1)
    const values = Array.from({ length: k }, (_, panel) => ((panel + count) % 7) + 1)
    const row = { pairs: toPairs(order, k), ratings: { quality: values } }
    const texts = await answer(page, "instructgpt", {
      keys: `${values.join("")}${order}!`,
      given: {},
      row,
    })
    done.push({ texts, row })
  }
  await allSaved(page)
  expect(met).toEqual(new Map(sizes.map((k) => [k, 2])))
  await expectSaid(project, done)
})

test("an answer written to a prompt is stored as it was typed", async ({ page }) => {
  const { project, person } = await makeKindWorld("demonstration", [0])
  await signIn(page, person.userId)
  await page.goto(`/annotate/${project.slug}`)
  await expect(page.getByTestId("prompt")).toHaveText("Prompt 0", { timeout: 30_000 })
  await settled(page)
  await page.getByTestId("write-answer").focus()
  await page.keyboard.insertText("An ideal answer.")
  await page.keyboard.press("Control+Enter")
  await expect(page.getByTestId("queue-empty")).toBeVisible()
  await allSaved(page)
  expect(
    await db().demonstration.findFirst({ where: { annotation: { projectId: project.id } } }),
  ).toMatchObject({ promptMessages: null, messages: [{ role: "assistant", content: "An ideal answer." }] })
  const [row] = await exportedRows<{ annotations: { demonstrations: unknown[] }[] }>(
    project.slug,
    "raw_annotations",
  )
  expect(row?.annotations[0]?.demonstrations).toMatchObject([
    { messages: [{ role: "assistant", content: "An ideal answer." }] },
  ])
})
