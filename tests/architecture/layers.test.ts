import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { basename } from "node:path"
import { expect, it } from "vitest"
import config from "@/.dependency-cruiser.cjs"

const violations = "tests/architecture/violations"

function check(...args: string[]) {
  const run = spawnSync(process.execPath, ["tests/architecture/check-layers.mjs", ...args], {
    encoding: "utf8",
  })
  return { status: run.status, breaches: run.stdout.split("\n").filter(Boolean) }
}

it("reports every planted breach under its own rule, and nothing else", { timeout: 60_000 }, () => {
  const names = config.forbidden.map((rule) => rule.name)
  const planted = readdirSync(violations, { recursive: true, encoding: "utf8" })
    .map((path) => ({ path, rule: basename(path).replace(/\.tsx?$/, "") }))
    .filter(({ rule }) => names.includes(rule))
  // One planted breach at least for each rule that exists.
  expect(new Set(planted.map(({ rule }) => rule))).toEqual(new Set(names))

  const { status, breaches } = check(violations)
  expect(status).toBe(1)
  const reported = breaches.map((line) => {
    const [rule = "", from = "", to = ""] = line.split(/: | → /)
    // A cycle is reported once, from either of its files.
    return rule === "no-cycles"
      ? `${rule}: ${[from, to].find((file) => file.includes(rule))}`
      : `${rule}: ${from}`
  })
  expect(reported.sort()).toEqual(planted.map(({ path, rule }) => `${rule}: ${path}`).sort())
})

it("finds none in the real tree", { timeout: 120_000 }, () => {
  expect(check()).toEqual({ status: 0, breaches: [] })
})
