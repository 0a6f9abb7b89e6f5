import type { Page } from "@playwright/test"
import { expect, signIn } from "@/e2e/fixtures/login"
import { db } from "@/server/data/db"
import type { World, WorldOptions } from "@/tests/support/annotate-world"
import { makeWorld } from "@/tests/support/annotate-world"

export type Sitter = { readonly world: World; readonly userId: string }

/** A project, a person in it, signed in, at the first task. */
export async function sitDown(page: Page, options: WorldOptions = {}): Promise<Sitter> {
  const world = await makeWorld(options)
  const { userId } = await world.person()
  await signIn(page, userId)
  await page.goto(`/annotate/${world.slug}`)
  await atTask(page)
  return { world, userId }
}

/** Waits until keys are accepted. */
export async function atTask(page: Page): Promise<void> {
  await expect(page.getByTestId("completion-left")).toHaveCount(1, { timeout: 30_000 })
}

/** Waits until the task in view takes the focus, which is when it has been painted. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator(".layer[data-active='true']:not([inert])")).toHaveCount(1)
}

export type Seen = { readonly prompt: string; readonly left: string; readonly right: string }

/** The task in view, as the person reads it. */
export async function readTask(page: Page): Promise<Seen> {
  const [prompt, left, right] = await Promise.all(
    ["prompt", "completion-left", "completion-right"].map((id) => page.getByTestId(id).innerText()),
  )
  return { prompt: prompt ?? "", left: left ?? "", right: right ?? "" }
}

/** Presses a key that judges, and waits until the page has moved on. Returns what was judged. */
export async function judge(page: Page, key: string): Promise<Seen & { readonly key: string }> {
  const seen = await readTask(page)
  await page.keyboard.press(key)
  await expect
    .poll(
      async () => {
        if ((await page.getByTestId("queue-empty").count()) > 0) return true
        // All of them at once: a wait for one that has just gone would never end.
        const prompts = await page.getByTestId("prompt").allInnerTexts()
        return prompts.length === 1 && prompts[0] !== seen.prompt
      },
      // The key itself takes a frame; the rest is for a queue that a slow machine has to refill.
      { intervals: [5, 10, 20, 50, 100], timeout: 30_000 },
    )
    .toBe(true)
  return { ...seen, key }
}

/** Waits until so many tasks lie on the device, ready for work without a line. */
export async function haveOnDevice(page: Page, count: number): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(
          () =>
            new Promise<number>((resolve, reject) => {
              const opening = indexedDB.open("diptych-annotate")
              opening.addEventListener("error", () => reject(opening.error))
              opening.addEventListener("success", () => {
                const counting = opening.result.transaction("pages").objectStore("pages").count()
                counting.addEventListener("error", () => reject(counting.error))
                counting.addEventListener("success", () => {
                  opening.result.close()
                  resolve(counting.result)
                })
              })
            }),
        ),
      { timeout: 60_000 },
    )
    .toBeGreaterThanOrEqual(count)
}

/** Waits until the service worker holds the page and its parts. */
export async function haveShell(page: Page): Promise<void> {
  await expect
    .poll(
      () =>
        page.evaluate(async () => {
          const kept = await caches.match(location.href)
          const parts = await caches.open("diptych-annotate-parts-1")
          return kept !== undefined && (await parts.keys()).length > 3
        }),
      { timeout: 30_000 },
    )
    .toBe(true)
}

/** Waits until the server has everything. */
export async function allSaved(page: Page): Promise<void> {
  const status = page.getByTestId("sync-status")
  await expect(status).toHaveAttribute("data-waiting", "0", { timeout: 60_000 })
  await expect(status).toHaveAttribute("data-state", "saved", { timeout: 60_000 })
}

export type Kept = {
  readonly prompt: string
  readonly revision: number
  readonly status: string
  /** Which side was said to be better, out of what is stored and how it was shown. */
  readonly side: "left" | "right" | "tie" | "bothBad" | null
  readonly level: number | null
  readonly left: string
  readonly right: string
  readonly inputPath: string
}

/** What the database holds of a person, in order of commit. */
export async function kept({ world, userId }: Sitter): Promise<readonly Kept[]> {
  const rows = await db().annotation.findMany({
    where: { projectId: world.projectId, annotatorId: userId },
    orderBy: [{ createdAt: "asc" }, { revision: "asc" }],
    include: {
      comparisons: true,
      task: { include: { prompt: true, completions: { include: { completion: true } } } },
    },
  })
  return rows.map((row) => {
    const [comparison] = row.comparisons
    const text = (position: number | undefined) =>
      textOf(row.task.completions.find((one) => one.position === position)?.completion.messages)
    const better = comparison?.preference === "A" ? 0 : comparison?.preference === "B" ? 1 : null
    return {
      prompt: textOf(row.task.prompt.messages),
      revision: row.revision,
      status: row.status,
      side: !comparison
        ? null
        : better === null
          ? comparison.bothBad
            ? "bothBad"
            : "tie"
          : row.shown[0] === better
            ? "left"
            : "right",
      level: comparison?.level ?? null,
      left: text(row.shown[0]),
      right: text(row.shown[1]),
      inputPath: row.inputPath,
    }
  })
}

function textOf(messages: unknown): string {
  const list = messages as readonly { readonly content: string }[] | undefined
  return (list ?? []).map((message) => message.content).join("\n")
}

export const sideOfKey: Readonly<Record<string, Kept["side"]>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  t: "tie",
  b: "bothBad",
}

/** Compares every key pressed with what is stored: one annotation each, same texts, same sides, same order. */
export async function expectKept(
  sitter: Sitter,
  pressed: readonly (Seen & { readonly key: string })[],
): Promise<void> {
  const rows = (await kept(sitter)).filter((row) => row.status !== "WITHDRAWN")
  expect(rows.map(({ prompt, left, right, side }) => ({ prompt, left, right, side }))).toEqual(
    pressed.map(({ key, ...seen }) => ({ ...seen, side: sideOfKey[key] })),
  )
}

export { baseUrl, expect, signIn, test } from "@/e2e/fixtures/login"
