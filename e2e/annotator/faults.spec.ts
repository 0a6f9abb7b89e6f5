import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { BrowserContext, Route } from "@playwright/test"
import { chromium } from "@playwright/test"
import {
  allSaved,
  atTask,
  baseUrl,
  expect,
  expectKept,
  haveOnDevice,
  haveShell,
  judge,
  kept,
  readTask,
  sideOfKey,
  signIn,
  sitDown,
  test,
} from "@/e2e/annotator/scene"
import { db } from "@/server/data/db"
import { brokenTasks } from "@/tests/support/annotate-world"

test("100 verdicts without a line, the tab killed, the browser reopened: all there, in order", async () => {
  test.setTimeout(240_000)
  const profile = await mkdtemp(join(tmpdir(), "diptych-profile-"))
  const open = (): Promise<BrowserContext> =>
    chromium.launchPersistentContext(profile, {
      ...test.info().project.use.launchOptions,
      baseURL: baseUrl(),
    })
  let browser = await open()
  let page = await browser.newPage()
  const sitter = await sitDown(page, { tasks: 130, leaseAhead: 120 })
  await haveOnDevice(page, 120)
  await haveShell(page)
  await browser.setOffline(true)
  const pressed = []
  for (let n = 0; n < 60; n += 1) pressed.push(await judge(page, n % 3 === 0 ? "ArrowRight" : "ArrowLeft"))
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-state", "offline")
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-waiting", "60")

  // The tab goes without a goodbye and comes back, still without a line.
  await page.close({ runBeforeUnload: false })
  page = await browser.newPage()
  await page.goto(`/annotate/${sitter.world.slug}`)
  await atTask(page)
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-waiting", "60")
  for (let n = 0; n < 40; n += 1) pressed.push(await judge(page, n % 4 === 0 ? "t" : "ArrowRight"))
  expect(await kept(sitter)).toEqual([])

  // The whole browser goes; the line is back when it is opened again.
  await browser.close()
  browser = await open()
  page = await browser.newPage()
  await signIn(page, sitter.userId)
  await page.goto(`/annotate/${sitter.world.slug}`)
  await allSaved(page)
  await expectKept(sitter, pressed)
  expect(await brokenTasks(sitter.world.projectId)).toEqual([])
  await browser.close()
  await rm(profile, { recursive: true, force: true })
})

test("every save answered twice, late, out of order or not at all: one annotation each", async ({ page }) => {
  test.setTimeout(180_000)
  const calls = { count: 0 }
  const late: Promise<unknown>[] = []
  await page.route("**/annotations", async (route: Route) => {
    calls.count += 1
    switch (calls.count % 5) {
      case 1: {
        // Sent twice, the first answer thrown away.
        await route.fetch()
        return await route.fulfill({ response: await route.fetch() })
      }
      case 2:
        // Committed, but the answer never comes back.
        await route.fetch()
        return await route.abort("connectionreset")
      case 3:
        // Never got there.
        return await route.abort("connectionfailed")
      case 4: {
        // Once more long after it was answered, so behind what came later.
        const request = route.request()
        const again = { headers: await request.allHeaders(), data: request.postData() ?? "", method: "POST" }
        late.push(
          new Promise((resolve) => setTimeout(resolve, 1500)).then(() =>
            page.request.fetch(request.url(), again),
          ),
        )
        return await route.continue()
      }
      default:
        return await route.fulfill({ status: 503, contentType: "application/json", body: "{}" })
    }
  })
  const sitter = await sitDown(page, { tasks: 30, leaseAhead: 30 })
  await haveOnDevice(page, 30)
  const pressed = []
  const keys = ["ArrowLeft", "ArrowRight", "t", "b", "ArrowRight"]
  // On until every kind of trouble has come at least twice, however many answers one save carries.
  for (let n = 0; (n < 10 || calls.count < 10) && n < 28; n += 1) {
    pressed.push(await judge(page, keys[n % keys.length] ?? "t"))
    await page.waitForTimeout(200)
  }
  // An undo and its correction have to keep their order too.
  await page.keyboard.press("z")
  await expect(page.getByTestId("prompt")).toHaveText(pressed.at(-1)?.prompt ?? "")
  const corrected = await judge(page, "ArrowLeft")
  await allSaved(page)
  await Promise.all(late)
  const rows = await kept(sitter)
  const last = rows.filter((row) => row.prompt === corrected.prompt)
  expect(last.map((row) => [row.revision, row.status, row.side])).toEqual([
    [1, "ACCEPTED", sideOfKey[pressed.at(-1)?.key ?? ""]],
    [2, "WITHDRAWN", null],
    [3, "ACCEPTED", "left"],
  ])
  const others = rows.filter((row) => row.prompt !== corrected.prompt)
  expect(others.map((row) => row.prompt)).toEqual(pressed.slice(0, -1).map((one) => one.prompt))
  expect(calls.count).toBeGreaterThan(5)
  expect(await brokenTasks(sitter.world.projectId)).toEqual([])
})

test("two tabs of one person never show, judge or send the same task", async ({ page, context }) => {
  const sitter = await sitDown(page, { tasks: 20, leaseAhead: 8 })
  const second = await context.newPage()
  await second.goto(`/annotate/${sitter.world.slug}`)
  await atTask(second)
  const prompts: string[] = []
  for (let n = 0; n < 5; n += 1) {
    expect((await readTask(page)).prompt).not.toBe((await readTask(second)).prompt)
    prompts.push((await judge(page, "ArrowLeft")).prompt, (await judge(second, "ArrowRight")).prompt)
  }
  await allSaved(page)
  await allSaved(second)
  expect(new Set(prompts).size).toBe(10)
  const rows = await kept(sitter)
  expect(rows.map((row) => row.prompt).toSorted()).toEqual(prompts.toSorted())
  expect(rows.every((row) => row.revision === 1)).toBe(true)
})

test("a session that ended: the outbox waits, says so, and drains after signing in; nobody else sends it", async ({
  page,
}) => {
  const sitter = await sitDown(page, { tasks: 12, leaseAhead: 8 })
  await haveOnDevice(page, 8)
  await db().session.deleteMany({ where: { userId: sitter.userId } })
  const pressed = [await judge(page, "ArrowLeft"), await judge(page, "ArrowRight"), await judge(page, "t")]
  const status = page.getByTestId("sync-status")
  await expect(status).toHaveAttribute("data-state", "sign-in", { timeout: 30_000 })
  await expect(status).toHaveAttribute("data-waiting", "3")
  await expect(status.getByRole("link")).toHaveAttribute("href", /sign-in/)
  expect(await kept(sitter)).toEqual([])

  // Another account on the same machine: its own tasks, an empty outbox, and nothing of the first is sent.
  const { userId: other } = await sitter.world.person()
  await signIn(page, other)
  await page.goto(`/annotate/${sitter.world.slug}`)
  await atTask(page)
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-waiting", "0")
  await judge(page, "b")
  await allSaved(page)
  expect(await kept(sitter)).toEqual([])
  expect(await kept({ ...sitter, userId: other })).toHaveLength(1)

  await signIn(page, sitter.userId)
  await page.goto(`/annotate/${sitter.world.slug}`)
  await allSaved(page)
  await expectKept(sitter, pressed)
})

test("storage denied: the page says so, keeps the task, and goes on once it is allowed", async ({ page }) => {
  await page.addInitScript(() => {
    const open: IDBFactory["open"] = Reflect.get(IDBFactory.prototype, "open")
    Reflect.set(IDBFactory.prototype, "open", function (this: IDBFactory, name: string, version?: number) {
      if (!("diptychAllowed" in globalThis)) throw new DOMException("denied", "SecurityError")
      return open.call(this, name, version)
    })
  })
  const sitter = await sitDown(page)
  const seen = await readTask(page)
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByRole("alert").filter({ hasText: "does not let the page keep it" })).toBeVisible()
  expect(await readTask(page)).toEqual(seen)
  expect(await kept(sitter)).toEqual([])
  await page.evaluate(() => Object.assign(globalThis, { diptychAllowed: true }))
  const pressed = [await judge(page, "ArrowLeft")]
  await allSaved(page)
  await expectKept(sitter, pressed)
})

test("storage full: the page says so and does not move on", async ({ page }) => {
  const client = await page.context().newCDPSession(page)
  const origin = new URL(baseUrl()).origin
  await client.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 })
  const sitter = await sitDown(page)
  const seen = await readTask(page)
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByRole("alert").filter({ hasText: "The answer was not taken" })).toBeVisible()
  expect(await readTask(page)).toEqual(seen)
  expect(await kept(sitter)).toEqual([])
})

test("storage full in the middle of a sitting: said, nothing moves, nothing is lost, and it goes on with room", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const put: IDBObjectStore["put"] = Reflect.get(IDBObjectStore.prototype, "put")
    const add: IDBObjectStore["add"] = Reflect.get(IDBObjectStore.prototype, "add")
    const full = () => {
      if ("diptychFull" in globalThis && Reflect.get(globalThis, "diptychFull") === true)
        throw new DOMException("no room", "QuotaExceededError")
    }
    Reflect.set(IDBObjectStore.prototype, "put", function (this: IDBObjectStore, value: unknown) {
      full()
      return put.call(this, value)
    })
    Reflect.set(IDBObjectStore.prototype, "add", function (this: IDBObjectStore, value: unknown) {
      full()
      return add.call(this, value)
    })
  })
  const sitter = await sitDown(page, { tasks: 6 })
  const pressed = [await judge(page, "ArrowLeft")]
  await page.evaluate(() => Object.assign(globalThis, { diptychFull: true }))
  const seen = await readTask(page)
  await page.keyboard.press("ArrowRight")
  await expect(page.getByRole("alert").filter({ hasText: "no room left to keep it" })).toBeVisible()
  expect(await readTask(page)).toEqual(seen)
  await page.evaluate(() => Object.assign(globalThis, { diptychFull: false }))
  pressed.push(await judge(page, "ArrowRight"))
  await allSaved(page)
  await expectKept(sitter, pressed)
})

test("storage that neither takes nor refuses: the page says so, stays, and the last key is what counts", async ({
  page,
}) => {
  await page.addInitScript(() => {
    // From when it is told to, a transaction's end is never heard of, though the write comes through.
    const listen: IDBTransaction["addEventListener"] = Reflect.get(EventTarget.prototype, "addEventListener")
    Reflect.set(
      IDBTransaction.prototype,
      "addEventListener",
      function (this: IDBTransaction, type: string, listener: EventListener) {
        listen.call(this, type, (event: Event) => {
          const silent = Reflect.get(globalThis, "diptychSilent") === true
          if (!(silent && type === "complete" && this.mode === "readwrite")) listener(event)
        })
      },
    )
  })
  const sitter = await sitDown(page, { tasks: 6 })
  await judge(page, "t")
  await allSaved(page)
  await page.evaluate(() => Object.assign(globalThis, { diptychSilent: true }))
  const seen = await readTask(page)
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByText("Keeping your answer on this device")).toBeVisible()
  await expect(page.getByRole("alert").filter({ hasText: "storage does not respond" })).toBeVisible()
  expect(await readTask(page)).toEqual(seen)
  await page.evaluate(() => Object.assign(globalThis, { diptychSilent: false }))
  // The person has thought again meanwhile.
  await judge(page, "ArrowRight")
  await allSaved(page)
  const rows = (await kept(sitter)).filter((row) => row.prompt === seen.prompt)
  expect(rows.at(-1)).toMatchObject({ side: "right", status: "ACCEPTED", left: seen.left, right: seen.right })
  expect(await brokenTasks(sitter.world.projectId)).toEqual([])
})

test("a lease that ran out without a line while nobody else came: the answers count as ever", async ({
  page,
  context,
}) => {
  const sitter = await sitDown(page, { tasks: 5, leaseAhead: 5 })
  await haveOnDevice(page, 5)
  await context.setOffline(true)
  const pressed = [await judge(page, "ArrowLeft"), await judge(page, "ArrowRight")]
  const { projectId } = sitter.world
  const ended = { leaseExpiresAt: new Date(Date.now() - 60_000) }
  await db().assignment.updateMany({ where: { projectId }, data: ended })
  pressed.push(await judge(page, "t"))
  await context.setOffline(false)
  await allSaved(page)
  await expectKept(sitter, pressed)
  expect((await kept(sitter)).map((row) => row.status)).toEqual(["ACCEPTED", "ACCEPTED", "ACCEPTED"])
  expect(await brokenTasks(projectId)).toEqual([])
})

test("a lease that ran out without a line: the work is kept as surplus, and the person is told", async ({
  page,
  context,
}) => {
  const sitter = await sitDown(page, { tasks: 1, overlap: 1 })
  await haveOnDevice(page, 1)
  await context.setOffline(true)
  await page.keyboard.press("ArrowLeft")
  await expect(page.getByTestId("sync-status")).toHaveAttribute("data-waiting", "1")
  // Meanwhile the lease ends, and somebody else answers the only slot.
  const { projectId, slug } = sitter.world
  await db().assignment.updateMany({
    where: { projectId },
    data: { leaseExpiresAt: new Date(Date.now() - 1000) },
  })
  const { userId: other } = await sitter.world.person()
  const browser = context.browser()
  const theirs = await browser?.newContext({ baseURL: baseUrl() })
  const second = await theirs?.newPage()
  if (!theirs || !second) throw new Error("The browser is gone.")
  await signIn(second, other)
  await second.goto(`/annotate/${slug}`)
  await atTask(second)
  await second.keyboard.press("ArrowRight")
  await expect
    .poll(async () => (await kept({ ...sitter, userId: other })).map((row) => row.status), {
      timeout: 30_000,
    })
    .toEqual(["ACCEPTED"])
  await theirs.close()

  await context.setOffline(false)
  await allSaved(page)
  await expect(page.getByText("came after its task was full")).toBeVisible()
  expect((await kept(sitter)).map((row) => row.status)).toEqual(["SURPLUS"])
  expect(await brokenTasks(projectId)).toEqual([])
})
