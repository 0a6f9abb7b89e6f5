import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { brokenFiles } from "@/tests/support/broken-files"
import { readWhole } from "@/tests/support/read-whole"

const folder = mkdtempSync(join(tmpdir(), "diptych-broken-"))
const limits = { maxRecordBytes: 1_000_000, ratioFromBytes: 1_000_000, maxRatio: 200 }

test.each(brokenFiles)(
  "$what",
  async ({ name = "a.jsonl", where = name, content, mapping = {}, ...broken }) => {
    const path = join(folder, `${brokenFiles.findIndex(({ what }) => what === broken.what)}`)
    writeFileSync(path, content)
    const read = await readWhole({ name, path }, { ...limits, ...broken.limits }, mapping)
    expect(read.bad[0]).toMatchObject({ file: where, line: broken.line, field: broken.field })
    expect(read.bad[0]?.found).toMatch(broken.found)
    expect(read.bad[0]?.expected).toMatch(broken.expected)
  },
)

test("there are at least sixty of them", () => {
  expect(brokenFiles.length).toBeGreaterThanOrEqual(60)
  expect(new Set(brokenFiles.map(({ what }) => what)).size).toBe(brokenFiles.length)
})
