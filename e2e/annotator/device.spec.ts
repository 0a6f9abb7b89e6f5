import type { Page } from "@playwright/test"
import {
  allSaved,
  atTask,
  expect,
  expectKept,
  haveOnDevice,
  haveShell,
  judge,
  kept,
  readTask,
  signIn,
  sitDown,
  test,
} from "@/e2e/annotator/scene"
import { db } from "@/server/data/db"

/** How many rows of each kind lie on the device, whoever they belong to. */
async function onDevice(page: Page): Promise<Record<string, number>> {
  return await page.evaluate(async () => {
    const opening = indexedDB.open("diptych-annotate")
    await new Promise((resolve) => opening.addEventListener("success", resolve))
    const names = ["outbox", "tasks", "pages", "drafts"]
    const counts = await Promise.all(
      names.map(
        (name) =>
          new Promise<[string, number]>((resolve) => {
            const asked = opening.result.transaction(name).objectStore(name).count()
            asked.addEventListener("success", () => resolve([name, asked.result]))
          }),
      ),
    )
    opening.result.close()
    return Object.fromEntries(counts)
  })
}

test("signing out with nothing waiting takes every text and page off the device and gives the tasks back", async ({
  page,
}) => {
  const sitter = await sitDown(page, { tasks: 6, leaseAhead: 4 })
  await haveShell(page)
  await judge(page, "ArrowLeft")
  await allSaved(page)
  await page.keyboard.press("o")
  await page.getByRole("button", { name: "Sign out", exact: true }).click()
  await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible()
  await expect.poll(() => onDevice(page)).toEqual({ outbox: 0, tasks: 0, pages: 0, drafts: 0 })
  const pages = await page.evaluate(async () => {
    const cache = await caches.open("diptych-annotate-pages-1")
    return (await cache.keys()).length
  })
  expect(pages).toBe(0)
  const leased = await db().assignment.count({
    where: { projectId: sitter.world.projectId, state: "LEASED" },
  })
  expect(leased).toBe(0)
})

test("signing out with a full outbox warns first; what waits stays, and goes when its account is back", async ({
  page,
}) => {
  const sitter = await sitDown(page, { tasks: 8, leaseAhead: 6 })
  await haveOnDevice(page, 6)
  await page.route("**/annotations", (route) => route.abort("connectionfailed"))
  const pressed = [await judge(page, "ArrowLeft"), await judge(page, "t")]
  await page.keyboard.press("o")
  await expect(page.getByText("2 answers have not reached the server")).toBeVisible()
  await page.getByRole("button", { name: "Sign out anyway" }).click()
  await expect(page.getByRole("heading", { name: "You are signed out" })).toBeVisible()
  await expect(page.getByText("2 answers on this device have not reached the server")).toBeVisible()
  await expect.poll(() => onDevice(page)).toEqual({ outbox: 2, tasks: 0, pages: 0, drafts: 0 })
  expect(await kept(sitter)).toEqual([])
  await page.unroute("**/annotations")
  await signIn(page, sitter.userId)
  await page.goto(`/annotate/${sitter.world.slug}`)
  await allSaved(page)
  await expectKept(sitter, pressed)
})

test("the next account on this machine is not shown the page that was kept for the one before, even without a line", async ({
  page,
  context,
}) => {
  const sitter = await sitDown(page, { tasks: 6, leaseAhead: 4 })
  const seen = await readTask(page)
  await haveShell(page)
  // Every way in leads over one of the pages before one is in.
  await context.clearCookies()
  await page.goto("/sign-in")
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible()
  await expect
    .poll(() => page.evaluate(async () => (await caches.keys()).filter((name) => name.includes("-pages-"))))
    .toEqual([])
  const { userId: other } = await sitter.world.person()
  await signIn(page, other)
  await context.setOffline(true)
  const shown = await page.goto(`/annotate/${sitter.world.slug}`).catch(() => null)
  expect(shown).toBeNull()
  await expect(page.getByText(seen.left)).toHaveCount(0)
  await context.setOffline(false)
  await page.goto(`/annotate/${sitter.world.slug}`)
  await atTask(page)
})

test("the server refuses another account's answers whole, whoever sends them", async ({ page }) => {
  const sitter = await sitDown(page, { tasks: 4 })
  const bodies: string[] = []
  page.on("request", (request) => {
    if (request.url().endsWith("/annotations")) bodies.push(request.postData() ?? "")
  })
  await judge(page, "ArrowLeft")
  await allSaved(page)
  const { userId: other } = await sitter.world.person()
  await signIn(page, other)
  const answer = await page.request.post(`/api/annotate/${sitter.world.slug}/annotations`, {
    headers: { "content-type": "application/json", origin: new URL(page.url()).origin },
    data: bodies[0] ?? "",
  })
  expect(answer.status()).toBe(409)
  expect(await kept({ ...sitter, userId: other })).toEqual([])
})

test("answers to a project that bars the person wait, and do not hold up those to another", async ({
  page,
}) => {
  const first = await sitDown(page, { tasks: 4 })
  await page.route("**/annotations", (route) => route.abort("connectionfailed"))
  await judge(page, "ArrowLeft")
  await db().membership.deleteMany({ where: { projectId: first.world.projectId, userId: first.userId } })
  await page.unroute("**/annotations")
  const { makeWorld } = await import("@/tests/support/annotate-world")
  const second = await makeWorld({ tasks: 4 })
  await db().membership.create({
    data: { projectId: second.projectId, userId: first.userId, role: "ANNOTATOR", ringPoint: 7 },
  })
  await page.goto(`/annotate/${second.slug}`)
  await atTask(page)
  await judge(page, "ArrowRight")
  await expect
    .poll(async () => (await kept({ world: second, userId: first.userId })).map((row) => row.side), {
      timeout: 30_000,
    })
    .toEqual(["right"])
  // Nothing is thrown away: who is let in again has it sent.
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-waiting", "1")
  await db().membership.create({
    data: { projectId: first.world.projectId, userId: first.userId, role: "ANNOTATOR", ringPoint: 7 },
  })
  await page.evaluate(() => dispatchEvent(new Event("online")))
  await allSaved(page)
  expect((await kept(first)).map((row) => row.side)).toEqual(["left"])
})
