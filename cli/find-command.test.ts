import { expect, test } from "vitest"
import type { Command } from "@/cli/command"
import { editDistance, findCommand, nearestCommand } from "@/cli/find-command"
import { runCommandLine } from "@/cli/run"
import { DiptychError } from "@/core/errors"

const command = (name: string, run: Command["run"]): Command => ({
  name,
  summary: "",
  usage: "",
  help: "",
  options: { count: { type: "string" } },
  database: false,
  run,
})
const commands = [
  command("project create", () => Promise.resolve({ json: { made: 1 }, text: "Made." })),
  command("import", () => Promise.reject(new DiptychError("BAD_DATA", "Line 3 is wrong.", { line: 3 }))),
  command("status", () => Promise.resolve({ json: {}, text: "" })),
]

async function run(...words: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCommandLine(words, {
    commands,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    signal: new AbortController().signal,
    openDatabase: () => Promise.resolve(),
    closeDatabase: () => Promise.resolve(),
  })
  return { code, out: out.join("\n"), err: err.join("\n") }
}

test("editDistance", () => {
  expect(editDistance("improt", "import")).toBe(2)
  expect(editDistance("", "abc")).toBe(3)
})

test("the longest name wins, the rest are arguments", () => {
  const found = findCommand(commands, ["project", "create", "x"])
  expect(found?.command.name).toBe("project create")
  expect(found?.rest).toEqual(["x"])
  expect(findCommand(commands, ["export"])).toBeUndefined()
})

test("a near miss is suggested, a far one is not", () => {
  expect(nearestCommand(commands, ["project", "creat"])?.name).toBe("project create")
  expect(nearestCommand(commands, ["zzzzzzzzz"])).toBeUndefined()
})

test("text or one JSON object on stdout", async () => {
  expect(await run("project", "create")).toEqual({ code: 0, out: "Made.", err: "" })
  expect(await run("project", "create", "--json")).toEqual({ code: 0, out: '{"made":1}', err: "" })
})

test("refusals: 1 with the message on stderr, and an object with --json", async () => {
  expect(await run("import")).toEqual({ code: 1, out: "", err: "Line 3 is wrong." })
  const json = await run("import", "--json")
  expect(JSON.parse(json.out)).toEqual({
    error: { code: "BAD_DATA", message: "Line 3 is wrong.", details: { line: 3 } },
  })
})

test("wrong usage: 2", async () => {
  expect((await run("improt")).err).toContain('Did you mean "import"?')
  expect((await run("improt")).code).toBe(2)
  expect((await run("import", "--count")).code).toBe(2)
  expect((await run()).code).toBe(2)
  expect((await run("--help")).code).toBe(0)
  expect((await run("import", "--help")).code).toBe(0)
})
