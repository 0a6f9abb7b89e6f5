import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, expect, test } from "vitest"
import { verifyCommand } from "@/cli/commands/verify"
import { hashManifest, type Manifest } from "@/formats/export/manifest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { db, pool } from "@/server/data/db"
import { exportToFolder } from "@/server/export/export-to-folder"
import { verifyFolder } from "@/server/export/verify-folder"

let root: string
let good: string
let copies = 0
const signal = new AbortController().signal
const TRAIN = "preference/train-00000-of-00001.jsonl"

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "diptych-verify-"))
  good = join(root, "good")
  const project = await createProject()
  const person = await createUser()
  for (let i = 0; i < 20; i++) {
    const { task } = await createPair(project, i < 4 ? { split: "test" } : { split: "train" })
    await createAnnotation(project, task, person, { preference: i % 2 === 0 ? "A" : "B" })
  }
  const access = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
  await exportToFolder(access, { format: "preference", settings: {} }, good)
})
afterAll(async () => {
  await rm(root, { recursive: true, force: true })
})

async function copy() {
  const folder = join(root, `copy-${++copies}`)
  await cp(good, folder, { recursive: true })
  return folder
}

async function edit(folder: string, path: string, change: (text: string) => string) {
  const file = join(folder, path)
  const text = await readFile(file, "utf8")
  const changed = change(text)
  expect(changed).not.toBe(text)
  await writeFile(file, changed)
}

const lineOf = (text: string, at: number, change: (line: string) => string) =>
  text
    .split("\n")
    .map((line, index) => (index === at - 1 ? change(line) : line))
    .join("\n")

test("an untouched folder is fine, also with files that begin with a dot", async () => {
  const folder = await copy()
  await writeFile(join(folder, ".DS_Store"), "x")
  expect(await verifyFolder(folder)).toMatchObject({ ok: true, problems: [], rows: 20 })
})

test("one changed character is named by file and line", async () => {
  const folder = await copy()
  await edit(folder, TRAIN, (text) => lineOf(text, 7, (line) => line.replace("answer", "Answer")))
  const { ok, problems } = await verifyFolder(folder)
  expect(ok).toBe(false)
  expect(problems).toEqual([{ file: TRAIN, line: 7, problem: "was changed" }])
})

test("swapped sides of a row are named, also when the hashes of the lines are gone", async () => {
  const folder = await copy()
  await edit(folder, TRAIN, (text) =>
    lineOf(text, 3, (line) =>
      line.replace('"chosen"', '"x"').replace('"rejected"', '"chosen"').replace('"x"', '"rejected"'),
    ),
  )
  expect((await verifyFolder(folder)).problems[0]).toMatchObject({ file: TRAIN, line: 3 })
  await rm(join(folder, "hashes"), { recursive: true })
  const files = (await verifyFolder(folder)).problems.map((problem) => problem.file)
  expect(files).toContain(TRAIN)
})

test("a missing line, a missing file, a file too many and a cut file", async () => {
  const less = await copy()
  await edit(less, TRAIN, (text) => text.slice(text.indexOf("\n") + 1))
  expect((await verifyFolder(less)).problems.some((problem) => problem.file === TRAIN)).toBe(true)

  const gone = await copy()
  await rm(join(gone, TRAIN))
  expect((await verifyFolder(gone)).problems).toContainEqual({ file: TRAIN, problem: "is missing" })

  const more = await copy()
  await writeFile(join(more, "preference/train-00001-of-00001.jsonl"), "{}\n")
  expect((await verifyFolder(more)).problems).toEqual([
    { file: "preference/train-00001-of-00001.jsonl", problem: "is not in the manifest" },
  ])

  const added = await copy()
  await appendFile(join(added, "README.md"), "\n")
  expect((await verifyFolder(added)).problems.every((problem) => problem.file === "README.md")).toBe(true)
})

test("a changed setting in the manifest does not agree with its hash", async () => {
  const folder = await copy()
  await edit(folder, "manifest.json", (text) => text.replace('"testShare": 5', '"testShare": 6'))
  expect((await verifyFolder(folder)).problems).toEqual([
    { file: "manifest.json", problem: "does not agree with its own hash: it was changed" },
  ])
})

test("no manifest is no export", async () => {
  expect(await verifyFolder(root)).toMatchObject({ ok: false, problems: [{ file: "manifest.json" }] })
  const folder = await copy()
  await writeFile(join(folder, "manifest.json"), "{")
  expect((await verifyFolder(folder)).ok).toBe(false)
})

test("a forger who makes every hash fit is still caught with a prompt in two splits or a broken rule", async () => {
  const folder = await copy()
  const test = "preference/test-00000-of-00001.jsonl"
  const [first = ""] = (await readFile(join(folder, TRAIN), "utf8")).split("\n")
  await rm(join(folder, "hashes"), { recursive: true })
  await appendFile(join(folder, test), `${first}\n`)
  await edit(folder, TRAIN, (text) =>
    lineOf(text, 2, (line) => line.replace('"agreement":1.0', '"agreement":1')),
  )
  await edit(folder, "manifest.json", (text) => forge(text, folder))
  for (const path of [TRAIN, test]) {
    const bytes = await readFile(join(folder, path))
    await edit(folder, "manifest.json", (text) => {
      const manifest: Manifest = JSON.parse(text)
      const file = manifest.files.find((candidate) => candidate.path === path)
      if (!file) throw new Error(path)
      file.bytes = bytes.length
      file.sha256 = sha256(bytes)
      file.rows = bytes.toString().trimEnd().split("\n").length
      return resign(manifest)
    })
  }
  const { problems } = await verifyFolder(folder)
  expect(problems.some(({ file, problem }) => file === TRAIN && problem.includes("canonical form"))).toBe(
    true,
  )
  expect(problems.some(({ problem }) => problem.includes("also in the split"))).toBe(true)
})

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest("hex")

function resign(manifest: Manifest): string {
  const { sha256: _old, ...body } = manifest
  return JSON.stringify({ ...body, sha256: hashManifest(body, sha256) })
}

function forge(text: string, _folder: string): string {
  const manifest: Manifest = JSON.parse(text)
  manifest.files = manifest.files.filter((file) => !file.path.startsWith("hashes/"))
  return resign(manifest)
}

test("the command says so by its exit code", async () => {
  const call = { values: {}, say: () => {}, signal: new AbortController().signal }
  expect((await verifyCommand.run({ ...call, positionals: [good] })).exitCode).toBe(0)
  const folder = await copy()
  await edit(folder, TRAIN, (text) => lineOf(text, 1, (line) => line.replace("answer", "Answer")))
  const result = await verifyCommand.run({ ...call, positionals: [folder] })
  expect(result.exitCode).toBe(1)
  expect(result.text).toBe(`${TRAIN}, line 1: was changed`)
})

test("verify.mjs does the same as one file, where nothing is installed", async () => {
  const alone = join(root, "alone")
  await mkdir(alone)
  const script = join(alone, "verify.mjs")
  await verifyCommand.run({ positionals: [], values: { script }, say: () => {}, signal })
  const run = (folder: string, ...more: string[]) =>
    promisify(execFile)(process.execPath, [script, folder, ...more], {
      cwd: alone,
      env: { NODE_ENV: "production" },
    }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
    )
  expect(await run(good)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("is untouched: ") as string,
  })
  const folder = await copy()
  await edit(folder, TRAIN, (text) => lineOf(text, 7, (line) => line.replace("cmp_", "cmp-")))
  const verdict = await verifyFolder(folder)
  const found = await run(folder, "--json")
  expect(found.code).toBe(1)
  expect(JSON.parse(found.stdout)).toEqual({ directory: folder, ...verdict })
  expect(verdict.problems).toContainEqual({ file: TRAIN, line: 7, problem: "was changed" })
  expect((await run("")).code).toBe(1)
})

test("with the database at hand it says when texts were erased after the export", async () => {
  const { sha256 } = await verifyFolder(good)
  const { projectId, project } = await db().exportRun.findFirstOrThrow({
    where: { sha256 },
    include: { project: true },
  })
  const values = { project: project.slug }
  const ask = async () =>
    (await verifyCommand.run({ positionals: [good], values, say: () => {}, signal })).text
  expect(await ask()).not.toContain("erased")
  await pool().query(
    `INSERT INTO "AnnotationSeal" ("annotationId", "projectId", "erasedAt", "textSalt")
     SELECT "id", "projectId", now(), NULL FROM "Annotation" WHERE "projectId" = $1 LIMIT 1
     ON CONFLICT ("annotationId") DO UPDATE SET "erasedAt" = now(), "textSalt" = NULL`,
    [projectId],
  )
  expect(await ask()).toMatch(/is untouched[^]*erased at/)
  const other = await createProject()
  const elsewhere = { project: other.slug }
  const { text } = await verifyCommand.run({ positionals: [good], values: elsewhere, say: () => {}, signal })
  expect(text).toContain("knows no export")
})
