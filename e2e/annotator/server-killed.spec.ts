import { OwnServer } from "@/e2e/annotator/own-server"
import { allSaved, expectKept, haveOnDevice, judge, sitDown, test } from "@/e2e/annotator/scene"
import { brokenTasks } from "@/tests/support/annotate-world"
import { expect } from "@playwright/test"

test("the server killed with -9 twenty times during a sitting: nothing lost, nothing doubled", async ({
  browser,
}) => {
  test.setTimeout(300_000)
  const server = await OwnServer.start()
  try {
    const context = await browser.newContext({ baseURL: server.url })
    const page = await context.newPage()
    const sitter = await sitDown(page, { tasks: 90, leaseAhead: 90 })
    await haveOnDevice(page, 90)
    const pressed = []
    const keys = ["ArrowLeft", "ArrowRight", "t", "b"]
    for (let crash = 0; crash < 20; crash += 1) {
      // Keys before, during and after: saves are cut off at any point of their way.
      for (let n = 0; n < 2; n += 1) pressed.push(await judge(page, keys[pressed.length % 4] ?? "t"))
      const killed = new Promise((resolve) => setTimeout(resolve, crash * 7)).then(() => server.kill())
      pressed.push(await judge(page, keys[pressed.length % 4] ?? "t"))
      await killed
      pressed.push(await judge(page, keys[pressed.length % 4] ?? "t"))
      await server.boot()
      // Half of the times the line finds out by itself, half by being told.
      if (crash % 2 === 0) await page.evaluate(() => dispatchEvent(new Event("online")))
    }
    await page.evaluate(() => dispatchEvent(new Event("online")))
    await allSaved(page)
    await expectKept(sitter, pressed)
    expect(await brokenTasks(sitter.world.projectId)).toEqual([])
    await context.close()
  } finally {
    await server.kill()
  }
})
