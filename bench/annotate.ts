import { randomUUID } from "node:crypto"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chromium } from "@playwright/test"
import { makeAnnotateProject } from "@/bench/annotate-project"
import { OwnServer } from "@/e2e/annotator/own-server"
import { closeDb, db } from "@/server/data/db"

/**
 * The annotate page in the hand: from the key to the next task painted, with 500 ms added to every
 * request, over long Markdown; the script it loads; the memory a sitting takes.
 *
 *     DATABASE_URL=postgresql://… DIPTYCH_SECRET=… npx tsx bench/annotate.ts [verdicts]
 *
 * Needs the production build (`npm start` makes it) and a database with the migrations applied, where
 * it makes a project of its own. One run on one machine: read the figures as such.
 */
const VERDICTS = Number(process.argv[2] ?? 300)
const PROMPTS = VERDICTS + 20
const RTT = 500
/** A person reads; a thousand words a side in half a second is already faster than anybody can. */
const PAUSE = 500
/**
 * Runs in the page: from the key event's own time to after the frame that shows another task. As text,
 * because what compiles this file puts helpers into functions that the page does not have.
 */
const watchKeys = `
  globalThis.diptychTimes = []
  const shown = () => document.querySelector("[data-testid='completion-left']")?.closest("[data-token]")?.dataset.token
  addEventListener("keydown", (event) => {
    const before = shown()
    const look = () => {
      const now = shown()
      if (now === undefined || now === before) return requestAnimationFrame(look)
      // This frame is being made; a message sent now arrives after it was painted.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => diptychTimes.push(performance.now() - event.timeStamp)
      port2.postMessage(null)
    }
    requestAnimationFrame(look)
  }, { capture: true })
`
const slug = `bench-${randomUUID().slice(0, 8)}`

const folder = mkdtempSync(join(tmpdir(), "diptych-bench-"))
const server = await OwnServer.start()
const browser = await chromium.launch({
  ...(existsSync("/usr/bin/chromium") && { executablePath: "/usr/bin/chromium" }),
  args: [
    "--disable-gpu",
    "--disable-background-networking",
    "--enable-precise-memory-info",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ],
})
try {
  const cookie = await makeAnnotateProject(slug, folder, PROMPTS)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies([cookie])
  const page = await context.newPage()
  const client = await context.newCDPSession(page)
  let script = 0
  const scripts = new Set<string>()
  await client.send("Network.enable")
  client.on("Network.responseReceived", (event) => {
    if (event.type === "Script") scripts.add(event.requestId)
  })
  client.on("Network.loadingFinished", (event) => {
    if (scripts.has(event.requestId)) script += event.encodedDataLength
  })
  await client.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: RTT,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await page.addInitScript({ content: watchKeys })
  await page.goto(`${server.url}/annotate/${slug}`)
  await page.getByTestId("completion-left").waitFor()
  await page.waitForTimeout(3000)
  const scriptKiB = Math.round(script / 1024)

  const heap = async () => {
    await client.send("HeapProfiler.collectGarbage")
    return (await client.send("Runtime.getHeapUsage")).usedSize / 2 ** 20
  }
  const before = await heap()
  for (let n = 0; n < VERDICTS; n += 1) {
    await page.getByTestId("completion-left").waitFor({ timeout: 60_000 })
    await page.waitForTimeout(PAUSE)
    await page.keyboard.press(n % 2 === 0 ? "ArrowLeft" : "ArrowRight")
  }
  await page.waitForTimeout(3000)
  const growth = (await heap()) - before
  const times = (await page.evaluate(() => Reflect.get(globalThis, "diptychTimes") as number[])).toSorted(
    (a, b) => a - b,
  )
  const at = (share: number) =>
    Math.round((times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0) * 10) / 10
  const row = {
    verdicts: times.length,
    rttMs: RTT,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    maxMs: at(1),
    scriptKiB,
    heapGrowthMiB: Math.round(growth * 10) / 10,
  }
  console.table([row])
  console.log(JSON.stringify({ bench: "annotate", ...row }))
} finally {
  await browser.close()
  await server.kill()
  await db()
    .project.deleteMany({ where: { slug } })
    .catch(() => undefined)
  await closeDb()
  rmSync(folder, { recursive: true, force: true })
}
