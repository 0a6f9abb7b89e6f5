import { expect, test } from "vitest"
import { commands } from "@/cli/commands/registry"
import { runCommandLine } from "@/cli/run"
import { db } from "@/server/data/db"
import { jsonl, storeCounts, writeSource } from "@/tests/support/import-fixture"

async function diptych(...words: string[]) {
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

const good = writeSource("good.csv", "who,ask,say,extra\nm1,p,One,x\nm2,p,Two,y\n").path
const mapping = ["--map", "model=who", "--map", "prompt=ask", "--map", "completion=say"]

test("project create, then import, as a script sees it", async () => {
  const made = await diptych(
    "project",
    "create",
    "tone",
    "--name",
    "Tone",
    "--preset",
    "graded-7",
    "--overlap",
    "3",
    "--pairing",
    "all",
    "--json",
  )
  expect(made.code).toBe(0)
  expect(JSON.parse(made.out)).toMatchObject({ project: { slug: "tone" } })
  const project = await db().project.findUniqueOrThrow({
    where: { slug: "tone" },
    include: { protocols: true },
  })
  expect(project).toMatchObject({ name: "Tone", overlap: 3, pairing: "ALL", pairingN: null })
  expect(project.protocols).toMatchObject([
    { version: 1, kind: "PAIRWISE", maxLevel: 3, allowTie: true, allowBothBad: false },
  ])

  const imported = await diptych("import", good, "--project", "tone", ...mapping, "--json")
  expect(imported.code).toBe(0)
  expect(JSON.parse(imported.out)).toMatchObject({
    prompts: { added: 1, existing: 0 },
    completions: { added: 2, existing: 0 },
    labels: { added: 0, existing: 0 },
    tasks: { added: 1, existing: 0 },
    badRows: [],
  })
  expect(imported.err).toContain("columns left out: extra")
  const again = await diptych("import", good, "--project", "tone", ...mapping)
  expect(again.out).toContain("Everything was there already")
})

test("a bad import: exit 1, the rows named, no project left behind", async () => {
  const bad = writeSource(
    "bad.jsonl",
    jsonl({ prompt: "p", completion: "a" }, { prompt: "p", completion: 3 }),
  ).path
  const before = await storeCounts()
  const refused = await diptych("import", bad, "--project", "fresh", "--create", "--json")
  expect(refused.code).toBe(1)
  expect(JSON.parse(refused.out)).toMatchObject({
    prompts: { added: 0, existing: 0 },
    badRows: [{ line: 2, field: "completion", found: "3", expected: "a text or a list of messages" }],
    error: { code: "BAD_DATA" },
  })
  expect(refused.err).toMatch(/line 2: completion: found 3, expected a text or a list/)
  expect(await storeCounts()).toEqual(before)
  expect(await db().project.findUnique({ where: { slug: "fresh" } })).toBeNull()

  const skipped = await diptych("import", bad, "--project", "fresh", "--create", "--skip-bad-rows", "--json")
  expect(skipped.code).toBe(0)
  expect(JSON.parse(skipped.out)).toMatchObject({ prompts: { added: 1 }, badRowCount: 1 })
})

test("wrong usage is 2, refusals are 1", async () => {
  expect((await diptych("import", "--project", "tone")).code).toBe(2)
  expect((await diptych("import", good)).code).toBe(2)
  expect((await diptych("import", good, "--project", "nobody")).err).toContain("--create makes it")
  expect((await diptych("import", good, "--project", "nobody")).code).toBe(1)
  expect((await diptych("import", "/nowhere.jsonl", "--project", "tone")).code).toBe(1)
  expect((await diptych("import", good, "--project", "tone", "--map", "who=model")).code).toBe(1)
  expect((await diptych("project", "create", "tone")).err).toContain("already")
  expect((await diptych("project", "create", "No Slug")).code).toBe(1)
  expect((await diptych("project", "create", "x", "--preset", "none")).code).toBe(1)
})
