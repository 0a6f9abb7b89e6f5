import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { createAnnotation } from "@/prisma/factories/create-annotation"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { createUser } from "@/prisma/factories/create-user"
import { requireProjectAccess } from "@/server/access"
import { diffFolders } from "@/server/export/diff-folders"
import { exportAgainToFolder, exportToFolder } from "@/server/export/export-to-folder"
import { getSigner } from "@/server/export/signing"
import { verifyFolder } from "@/server/export/verify-folder"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "diptych-diff-"))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function world() {
  const project = await createProject()
  const [ann, ben, cy] = [await createUser(), await createUser(), await createUser()]
  const pairs = []
  for (let i = 0; i < 6; i++) {
    const pair = await createPair(project)
    await createAnnotation(project, pair.task, ann, { preference: "A" })
    pairs.push(pair)
  }
  const access = await requireProjectAccess({ kind: "cli" }, project.slug, "exports:create")
  return { project, people: { ann, ben, cy }, pairs, access }
}

test("a diff names what was added, removed, answered otherwise and voted on again", async () => {
  const { project, people, pairs, access } = await world()
  const wish = { format: "preference", settings: { testShare: 0 } }
  await exportToFolder(access, wish, join(folder, "before"))
  const [first, second, third] = pairs
  if (!first || !second || !third) throw new Error("Six pairs were made.")
  for (const person of [people.ben, people.cy]) {
    await createAnnotation(project, first.task, person, { preference: "B" })
  }
  await createAnnotation(project, second.task, people.ben, { preference: "A" })
  await createAnnotation(project, third.task, people.ben, { preference: "B" })
  await createAnnotation(project, (await createPair(project)).task, people.ann, { preference: "B" })
  await exportToFolder(
    access,
    { ...wish, settings: { testShare: 0, container: "jsonl.zst" } },
    join(folder, "after"),
  )
  const diff = await diffFolders(join(folder, "before"), join(folder, "after"))
  expect(diff).toMatchObject({
    rows: { before: 6, after: 6 },
    added: 1,
    removed: 1,
    same: 3,
    changed: { answer: 1, votes: 1, text: 0, split: 0, other: 0 },
    settings: { container: ["jsonl", "jsonl.zst"] },
  })
  expect(await diffFolders(join(folder, "before"), join(folder, "before"))).toMatchObject({
    same: 6,
    added: 0,
  })
})

test("a signature is by the project's key, the same again, and breaks with the manifest", async () => {
  const { access } = await world()
  const directory = join(folder, "signed")
  const wish = { format: "preference", settings: {} }
  const { id, manifest } = await exportToFolder(access, wish, directory, { sign: true })
  const { publicKey } = getSigner(access)
  expect(manifest.public_key).toBe(publicKey)
  expect(await verifyFolder(directory, { trusted: publicKey })).toMatchObject({
    ok: true,
    signedBy: publicKey,
  })
  await exportAgainToFolder(access, id, join(folder, "again"))
  const text = await readFile(join(directory, "signature.json"), "utf8")
  expect(await readFile(join(folder, "again", "signature.json"), "utf8")).toBe(text)

  const other = await world()
  const stranger = getSigner(other.access).publicKey
  expect(stranger).not.toBe(publicKey)
  expect((await verifyFolder(directory, { trusted: stranger })).problems).toEqual([
    { file: "signature.json", problem: "is by another key than the one you trust" },
  ])
  const signature: unknown = JSON.parse(text)
  await writeFile(
    join(directory, "signature.json"),
    JSON.stringify({ ...(signature as object), signature: Buffer.alloc(64, 1).toString("base64") }),
  )
  expect((await verifyFolder(directory)).problems).toEqual([
    { file: "signature.json", problem: "is not valid" },
  ])
  await rm(join(directory, "signature.json"))
  expect((await verifyFolder(directory)).ok).toBe(false)
})
