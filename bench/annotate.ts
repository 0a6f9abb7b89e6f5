import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chromium } from "@playwright/test"
import { encode } from "next-auth/jwt"
import { OwnServer } from "@/e2e/annotator/own-server"
import { closeDb, db } from "@/server/data/db"
import { env } from "@/server/env"

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
/** A person reads; this is already faster than anybody can. */
const PAUSE = 200
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
  const cookie = await makeProject()
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

async function makeProject() {
  const file = join(folder, "prompts.jsonl")
  writeFileSync(file, Array.from({ length: PROMPTS }, (_, n) => JSON.stringify(longRow(n))).join("\n"))
  const run = (...args: string[]) =>
    execFileSync(process.execPath, ["--import", "tsx", "cli/main.ts", ...args], { stdio: "pipe" })
  run("project", "create", slug, "--name", "Bench", "--preset", "arena", "--pairing", "all")
  run("import", file, "--project", slug)
  const project = await db().project.update({ where: { slug }, data: { leaseAhead: 20 } })
  const user = await db().user.create({
    data: {
      email: `${slug}@bench.example`,
      memberships: { create: { projectId: project.id, role: "ANNOTATOR", ringPoint: 0 } },
    },
  })
  const session = await db().session.create({
    data: { userId: user.id, expiresAt: new Date(Date.now() + 3_600_000) },
  })
  const value = await encode({ token: { sid: session.id }, secret: env().DIPTYCH_SECRET })
  return { name: "diptych.session", value, domain: "127.0.0.1", path: "/", httpOnly: true }
}

/** About a thousand words a side, with what makes layout work: headings, lists, code, a table, formulas. */
function longRow(n: number) {
  const part = (model: string, p: number) =>
    [
      `## Part ${p} of answer ${n} by ${model === "one" ? "this" : "that"} writer`,
      "A paragraph of **several** sentences with `code`, [a word](https://example.org) and more. ".repeat(4),
      "- first of a list\n- second, with *emphasis*\n- third, that is longer than the others and wraps",
      "```python\ndef step(value: int) -> int:\n    # what it does\n    return value * 2 + 1\n```",
      "| name | value |\n| --- | --- |\n| a | 1 |\n| b | 2 |",
      "The sum is $\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}$ as shown.",
    ].join("\n\n")
  return {
    prompt: `Question ${n}: explain the matter at length, with code, a table and formulas.`,
    completions: ["one", "two"].map((model) => ({
      model,
      completion: Array.from({ length: 8 }, (_, p) => part(model, p)).join("\n\n"),
    })),
  }
}
