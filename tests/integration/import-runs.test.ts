import { expect, test } from "vitest"
import type { ImportRunView } from "@/core/import-view"
import { requireProjectAccess } from "@/server/access"
import { pool } from "@/server/data/db"
import {
  addImportFile,
  cancelImportRun,
  createImportRun,
  getImportRun,
  listImportRuns,
  markRunning,
  noteProgress,
} from "@/server/data/import-runs"
import { streamBadRows } from "@/server/import/runs/bad-row-download"
import { dropFile } from "@/server/import/runs/drop-file"
import { previewImport } from "@/server/import/runs/preview-import"
import { runImport } from "@/server/import/runs/run-import"
import { takePiece } from "@/server/import/runs/take-piece"
import { jsonl, newProject, storeCounts } from "@/tests/support/import-fixture"

const good = jsonl(
  { prompt: "p", completions: ["One", "Two", "Three"], note: "x" },
  { prompt: "q", completions: ["One", "Two"], note: "x" },
)
const bad = `${good}{"prompt":"=cmd()","completions":[7]}\n`

async function begin(content: string) {
  const slug = await newProject({ overlap: 2 })
  const access = await requireProjectAccess({ kind: "cli" }, slug, "imports:create")
  const { id } = await createImportRun(access)
  const fileId = await upload(access, id, content)
  return { access, id, fileId }
}
type Access = Awaited<ReturnType<typeof begin>>["access"]

async function upload(access: Access, importId: string, content: string): Promise<string> {
  const bytes = Buffer.from(content)
  const { id: fileId } = await addImportFile(access, importId, { name: "a.jsonl", bytes: bytes.length })
  for (let offset = 0; offset < bytes.length; offset += 50) {
    const piece = new Uint8Array(bytes.subarray(offset, offset + 50))
    const send = () => takePiece(access, { importId, fileId, offset, body: new Blob([piece]).stream() })
    await send()
    // The answer was lost: the same piece again changes nothing.
    expect(await send()).toEqual({ received: offset + piece.length })
  }
  return fileId
}

/** Asks until the run rests; each question waits for the one before, so nothing spins. */
async function rested(access: Access, id: string): Promise<ImportRunView> {
  for (;;) {
    const run = await getImportRun(access, id)
    if (run.status !== "RUNNING") return run
    await pool().query("SELECT pg_sleep(0.02)")
  }
}

test("upload in pieces, preview, check, import", async () => {
  const { access, id } = await begin(good)
  const [preview] = await previewImport(access, id, { mapping: {} })
  expect(preview).toMatchObject({
    error: null,
    container: "jsonl",
    unmapped: ["note"],
    mapping: { prompt: ["prompt"] },
  })
  expect(preview?.items[0]?.completions.map((one) => one.messages[0]?.content)).toEqual([
    "One",
    "Two",
    "Three",
  ])

  const before = await storeCounts()
  await runImport(access, id, { kind: "check", mapping: {}, skipBadRows: true })
  const checked = await rested(access, id)
  expect(checked).toMatchObject({ status: "PREVIEW", badRowCount: 0 })
  expect(checked.check).toMatchObject({
    prompts: { added: 2 },
    tasks: { added: 4 },
    judgments: 8,
    refused: false,
  })
  expect(await storeCounts()).toEqual(before)

  await runImport(access, id, { kind: "import", mapping: {}, skipBadRows: false })
  const done = await rested(access, id)
  expect(done).toMatchObject({
    status: "DONE",
    counts: { prompts: { added: 2, existing: 0 }, tasks: { added: 4 } },
  })
  expect(await listImportRuns(access)).toMatchObject([{ id, files: [{ name: "a.jsonl" }] }])
  await expect(runImport(access, id, { kind: "import", mapping: {}, skipBadRows: false })).rejects.toThrow()
})

test("a correction of the mapping, and one that no file has", async () => {
  const { access, id } = await begin(good)
  const [other] = await previewImport(access, id, { mapping: { tag: ["note"] } })
  expect(other?.unmapped).toEqual([])
  const [none] = await previewImport(access, id, { mapping: { prompt: ["nowhere"] } })
  expect(none?.error).toContain('no column "nowhere"')
  const [alone] = await previewImport(access, id, { mapping: {}, shape: "prompts" })
  expect(alone).toMatchObject({ error: null, shape: "A prompt per row, without answers" })
  expect(alone?.items[0]?.completions).toEqual([])
  const [battle] = await previewImport(access, id, { mapping: {}, shape: "arena" })
  expect(battle?.error).toContain("cannot be read as arena")
  expect(none?.columns).toEqual(["prompt", "completions", "note"])
})

test("bad rows: listed, downloadable without formulas, refused, then left out", async () => {
  const { access, id } = await begin(bad)
  await runImport(access, id, { kind: "import", mapping: {}, skipBadRows: false })
  const failed = await rested(access, id)
  expect(failed).toMatchObject({
    status: "FAILED",
    badRowCount: 1,
    badRows: [{ line: 3, field: "completion[0]" }],
  })
  const csv = await new Response(streamBadRows(access, id, "csv")).text()
  expect(csv).toBe(
    'file,line,field,found,expected\r\na.jsonl,3,completion[0],7,"a text or {model, completion}"\r\n',
  )
  const lines = await new Response(streamBadRows(access, id, "jsonl")).text()
  expect(JSON.parse(lines)).toMatchObject({ line: 3, found: "7" })

  await runImport(access, id, { kind: "import", mapping: {}, skipBadRows: true })
  expect(await rested(access, id)).toMatchObject({
    status: "DONE",
    badRowCount: 1,
    counts: { prompts: { added: 2 } },
  })
})

test("cancelled: the running process is told, and nothing is stored", async () => {
  const { access, id } = await begin(good)
  await markRunning(access, id, {})
  await cancelImportRun(access, id)
  expect(await noteProgress(id, { phase: "reading", rows: 1, bytes: 1, totalBytes: 1 })).toBe(false)
  expect(await getImportRun(access, id)).toMatchObject({ status: "CANCELLED" })
})

test("a run whose process died is over, and says that nothing was stored", async () => {
  const { access, id } = await begin(good)
  await markRunning(access, id, {})
  await pool().query(
    `UPDATE "ImportRun" SET "counts" = '{"aliveAt":"2020-01-01T00:00:00.000Z"}' WHERE "id" = $1`,
    [id],
  )
  expect(await getImportRun(access, id)).toMatchObject({
    status: "FAILED",
    error: expect.stringContaining("Nothing was stored"),
  })
  await runImport(access, id, { kind: "import", mapping: {}, skipBadRows: false })
  expect(await rested(access, id)).toMatchObject({ status: "DONE" })
})

test("another project's import is not there", async () => {
  const mine = await begin(good)
  const other = await begin(good)
  await expect(getImportRun(other.access, mine.id)).rejects.toMatchObject({ code: "NOT_FOUND" })
  await expect(previewImport(other.access, mine.id, { mapping: {} })).rejects.toMatchObject({
    code: "INVALID_INPUT",
  })
  await expect(dropFile(other.access, mine.id, mine.fileId)).rejects.toMatchObject({ code: "NOT_FOUND" })
  await expect(cancelImportRun(other.access, mine.id)).rejects.toMatchObject({ code: "NOT_FOUND" })
})

test("pieces: a gap, too many bytes, a file that is not whole", async () => {
  const { access, id, fileId } = await begin(good)
  const piece = (offset: number, size: number) =>
    takePiece(access, { importId: id, fileId, offset, body: new Blob([new Uint8Array(size)]).stream() })
  await expect(piece(0, good.length + 1)).rejects.toMatchObject({ code: "INVALID_INPUT" })
  const { id: second } = await addImportFile(access, id, { name: "b.jsonl", bytes: 100 })
  const later = takePiece(access, {
    importId: id,
    fileId: second,
    offset: 50,
    body: new Blob(["x"]).stream(),
  })
  await expect(later).rejects.toMatchObject({ code: "CONFLICT" })
  await expect(previewImport(access, id, { mapping: {} })).rejects.toThrow("b.jsonl is not uploaded")
})
