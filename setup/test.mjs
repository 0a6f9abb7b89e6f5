// npm test: everything that must hold, from format to browser. Last line: `N passed, N failed`.
import { rmSync } from "node:fs"
import { join } from "node:path"
import { ensureBuilt } from "./build.mjs"
import {
  enableTypeScript,
  ensureGenerated,
  ensureInstalled,
  fail,
  requireNode,
  root,
  seconds,
} from "./steps.mjs"
import { startApp } from "./test/app.mjs"
import { findBrowser, remedy } from "./test/browser.mjs"
import { announce, check, readPlaywright, readVitest } from "./test/check.mjs"
import { debianPrograms, freePort, makePlace, startDebian, startEmbedded } from "./test/servers.mjs"

requireNode()
// Databases, folders and ports of the tests are their own, whatever the person has set.
for (const name of Object.keys(process.env)) {
  if (/^(DIPTYCH_(?!E2E_TRACE$).*|DATABASE_URL|PORT|HOST|NODE_ENV)$/.test(name)) delete process.env[name]
}
Object.assign(process.env, {
  NEXT_TELEMETRY_DISABLED: "1",
  NO_COLOR: "1",
  NPM_CONFIG_UPDATE_NOTIFIER: "false",
})

const began = Date.now()
const closing = []
const place = makePlace()
// Each file of them has a database of its own, and waits for it much of the time.
const workers = { integration: ["--maxWorkers=2"] }
// What these ask is about our own processes, files, formats and other servers, or runs Prisma's own
// programs; not about this server's version, which every other file meets in the same statements.
const withoutServer = [
  "audit-sealer",
  "export-killed",
  "export-settings",
  "export-zip",
  "hold-queue",
  "import-broken-files",
  "import-command",
  "import-killed",
  "leaks",
  "migrations",
  "oidc",
  "postgres-server",
  "presets",
  "verify",
  "webhooks",
]
const program = (name, path) => join(root, "node_modules", name, path)
const node = (name, script, args, options) => check(name, process.execPath, [script, ...args], options)

// Ctrl-C ends what was started; the programs of a terminal's group get the signal themselves.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => void closeAll().finally(() => process.exit(130)))
}

try {
  await ensureInstalled()
  await ensureGenerated()
  await enableTypeScript()
  const results = await runAll()
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  const failed = results.filter((result) => result.failed > 0).map((result) => result.name)
  console.log(
    `\n${failed.length > 0 ? `Failed: ${failed.join(", ")}. ` : ""}All of it took ${seconds(began)}.`,
  )
  process.exitCode = sum("failed") > 0 ? 1 : 0
  await closeAll()
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`)
} catch (error) {
  await closeAll()
  fail(error)
}

async function runAll() {
  // The build fills one core for half a minute; the quick checks share that time.
  const [built, browser, quick] = await Promise.all([build(), findBrowser(), quickChecks()])
  const stored = await onEmbedded()
  const again = await onDebian()
  const started = built.failed === 0 ? await vitest("start", "start") : notBuilt("start")
  return [...quick, built, stored, ...again, started, await browserTests(built.failed === 0, browser)]
}

async function quickChecks() {
  const results = []
  results.push(await node("format", program("@biomejs/biome", "bin/biome"), ["format", "."]))
  results.push(await node("lint", program("oxlint", "bin/oxlint"), ["--type-aware", "--deny-warnings"]))
  results.push(await node("types", program("typescript", "bin/tsc"), ["--noEmit"]))
  results.push(await node("layers", join(root, "tests/architecture/check-layers.mjs"), []))
  results.push(await vitest("unit", "unit"))
  return results
}

async function build() {
  const start = Date.now()
  try {
    await ensureBuilt()
    return announce({ name: "production build", passed: 1, failed: 0, output: "", time: seconds(start) })
  } catch (error) {
    return announce({
      name: "production build",
      passed: 0,
      failed: 1,
      output: String(error),
      time: seconds(start),
    })
  }
}

function vitest(name, project, env = {}, more = []) {
  const report = join(place, `${name.replaceAll(" ", "-")}.json`)
  return node(
    name,
    program("vitest", "vitest.mjs"),
    [
      "run",
      "--project",
      project,
      ...(workers[project] ?? []),
      ...more,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    { env: { ...process.env, ...env }, report, read: readVitest },
  )
}

async function onEmbedded() {
  const server = await startEmbedded(join(place, "18"))
  closing.push(server.close)
  return vitest("integration on PostgreSQL 18", "integration", { DIPTYCH_TEST_SERVER: server.url })
}

async function onDebian() {
  const bin = debianPrograms(15)
  if (!bin) {
    console.log(
      "  (PostgreSQL 15 is not installed here; `apt-get install postgresql-15` lets the tests use it too)",
    )
    return []
  }
  const server = await startDebian(bin, join(place, "15"))
  closing.push(server.close)
  const result = await vitest(
    "integration on PostgreSQL 15",
    "integration",
    { DIPTYCH_TEST_SERVER: server.url },
    withoutServer.map((file) => `--exclude=tests/integration/${file}.test.ts`),
  )
  return [result]
}

async function browserTests(isBuilt, browser) {
  const name = "browser"
  const start = Date.now()
  const failure = (output) => announce({ name, passed: 0, failed: 1, output, time: seconds(start) })
  if (!isBuilt) return notBuilt(name)
  if (!browser)
    return failure(`No browser could be had for the browser tests. This command helps:\n  ${remedy}`)
  const data = join(place, "app")
  let app
  try {
    app = await startApp(data, await freePort(), process.env)
  } catch (error) {
    return failure(String(error))
  }
  closing.push(app.close)
  const { prepareEnvironment } = await import("../cli/environment.ts")
  const shared = await prepareEnvironment(root, { DIPTYCH_DATA: data })
  closing.push(shared.close)
  const report = join(place, "browser.json")
  return node(name, program("@playwright/test", "cli.js"), ["test", "--reporter=line,json"], {
    env: {
      ...process.env,
      ...shared.variables,
      DIPTYCH_DATA: data,
      DIPTYCH_E2E_URL: app.url,
      DIPTYCH_E2E_BROWSER: browser,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
    report,
    read: readPlaywright,
  })
}

function notBuilt(name) {
  return announce({ name, passed: 0, failed: 1, output: "There is no build to test.", time: "" })
}

/** Last opened, first closed. */
async function closeAll() {
  for (const close of closing.splice(0).reverse())
    await close().catch((error) => console.error(String(error)))
  rmSync(place, { recursive: true, force: true })
}
