import { existsSync, readdirSync, readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { latestMigration } from "@/server/migrate/latest-migration"
import { version } from "@/server/version"
import { readSources } from "@/tests/architecture/read-sources"

const impure =
  /\b(Date\.now\(|new Date\(\)|Math\.random\(|performance\.now\(|crypto\.(randomUUID|getRandomValues)\()/

it("keeps clock and random source out of stats, core and formats: they are arguments", () => {
  const found = readSources("stats", "core", "formats").filter(({ code }) => impure.test(code))
  expect(found.map(({ path }) => path)).toEqual([])
  for (const planted of [
    "Date.now()",
    "new Date()",
    "Math.random()",
    "crypto.randomUUID()",
    "performance.now()",
  ]) {
    expect(impure.test(`const x = ${planted}`), planted).toBe(true)
  }
  expect(impure.test("new Date(milliseconds)")).toBe(false)
})

it("reads process.env in server/env.ts alone; programs in cli/ hand it on", () => {
  const found = readSources("app", "components", "core", "formats", "server", "stats").filter(({ code }) =>
    /process\.env|process\[/.test(code),
  )
  expect(found.map(({ path }) => path)).toEqual(["server/env.ts"])
})

it("has no drawers at the top", () => {
  const drawers = ["src", "lib", "utils", "hooks", "types", "helpers"]
  expect(drawers.filter((name) => existsSync(name))).toEqual([])
  const inside = ["app", "cli", "components", "core", "formats", "server", "stats"].flatMap((top) =>
    readdirSync(top, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory() && drawers.includes(entry.name))
      .map((entry) => `${entry.parentPath}/${entry.name}`),
  )
  expect(inside).toEqual([])
})

it("stores no chosen and no rejected: those words belong to formats/", () => {
  const schema = readdirSync("prisma/schema")
    .map((name) => readFileSync(`prisma/schema/${name}`, "utf8"))
    .join("\n")
  const fields = schema.split("\n").map((line) => line.replace(/\/\/.*$/, ""))
  expect(fields.filter((line) => /chosen|rejected/i.test(line))).toEqual([])
})

it("names its own version in what it writes", () => {
  expect(JSON.parse(readFileSync("package.json", "utf8"))).toMatchObject({ version })
})

it("knows the newest migration, so that the health check can tell an old database", () => {
  const names = readdirSync("prisma/migrations").filter((name) => /^\d/.test(name))
  expect(names.sort().at(-1)).toBe(latestMigration)
})
