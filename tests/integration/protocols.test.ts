import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Command } from "@/cli/command"
import { protocolExportCommand } from "@/cli/commands/protocol-export"
import { protocolImportCommand } from "@/cli/commands/protocol-import"
import { presetNames, presets } from "@/core/presets/registry"
import { createPair } from "@/prisma/factories/create-pair"
import { createProject } from "@/prisma/factories/create-project"
import { requireProjectAccess } from "@/server/access"
import { db } from "@/server/data/db"
import { getProtocol } from "@/server/data/projects"
import { createProtocolVersion, listProtocolVersions } from "@/server/data/protocols"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "diptych-protocols-"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (command: Command, positionals: string[], values: Record<string, string> = {}) =>
  command.run({ positionals, values, say: () => {}, signal: new AbortController().signal })
const accessTo = (slug: string) => requireProjectAccess({ kind: "cli" }, slug, "project:update")
const readTo = (slug: string) => requireProjectAccess({ kind: "cli" }, slug, "project:read")

test("a change is a new version beside the old ones, audited; the same again is none", async () => {
  const { slug, id } = await createProject({ preset: "pairwise" })
  const access = await accessTo(slug)
  const change = { definition: presets["graded-7"], basedOn: 1 }
  expect(await createProtocolVersion(access, change)).toEqual({ version: 2, created: true })
  expect(await createProtocolVersion(access, { definition: presets["graded-7"] })).toEqual({
    version: 2,
    created: false,
  })
  expect(await getProtocol(await readTo(slug))).toMatchObject({ version: 2, definition: presets["graded-7"] })
  expect((await listProtocolVersions(await readTo(slug))).map((one) => [one.version, one.preset])).toEqual([
    [2, "graded-7"],
    [1, "pairwise"],
  ])
  expect(await db().protocolVersion.findFirst({ where: { projectId: id, version: 2 } })).toMatchObject({
    kind: "PAIRWISE",
    maxLevel: 3,
    allowTie: true,
    allowBothBad: false,
  })
  expect(await db().auditEvent.findMany({ where: { projectId: id } })).toMatchObject([
    { action: "protocol:create", before: { version: 1 }, after: { version: 2 } },
  ])
})

test("a version from before a field came is not changed by the field's default", async () => {
  const { slug, id } = await createProject({ preset: "pairwise" })
  const { turns: _, ...before } = presets.arena
  await db().protocolVersion.create({
    data: {
      projectId: id,
      version: 2,
      kind: "PAIRWISE",
      maxLevel: 1,
      allowTie: true,
      allowBothBad: true,
      definition: before,
      hash: "0".repeat(64),
    },
  })
  const access = await accessTo(slug)
  expect(await createProtocolVersion(access, { definition: presets.arena, basedOn: 2 })).toEqual({
    version: 2,
    created: false,
  })
})

test("of two saves from the same version one is told of the other, also at the same moment", async () => {
  const { slug } = await createProject({ preset: "pairwise" })
  const access = await accessTo(slug)
  const saves = await Promise.allSettled(
    (["arena", "graded-4", "graded-7"] as const).map((name) =>
      createProtocolVersion(access, { definition: presets[name], basedOn: 1 }),
    ),
  )
  expect(saves.map((save) => save.status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"])
  expect(saves.find((save) => save.status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } })
  expect(await listProtocolVersions(await readTo(slug))).toHaveLength(2)
})

test("another kind is refused while there are tasks that it could not ask", async () => {
  const project = await createProject({ preset: "pairwise" })
  const access = await accessTo(project.slug)
  expect(await createProtocolVersion(access, { definition: presets.instructgpt })).toMatchObject({
    version: 2,
  })
  expect(await createProtocolVersion(access, { definition: presets.pairwise })).toMatchObject({ version: 3 })
  await createPair(project)
  await expect(createProtocolVersion(access, { definition: presets.instructgpt })).rejects.toMatchObject({
    code: "CONFLICT",
    message: expect.stringContaining("1 tasks of the kind PAIRWISE"),
  })
})

test.each(presetNames)("%s goes through a file without loss", async (name) => {
  const [from, to] = [await createProject({ preset: name }), await createProject({ preset: "pairwise" })]
  const file = join(folder, `${name}.json`)
  expect((await run(protocolExportCommand, [from.slug], { out: file })).json).toMatchObject({ version: 1 })
  const made = (await run(protocolImportCommand, [to.slug, file])).json
  expect(made).toEqual(name === "pairwise" ? { version: 1, created: false } : { version: 2, created: true })
  expect((await getProtocol(await readTo(to.slug))).definition).toEqual(presets[name])
  const { text } = await run(protocolExportCommand, [to.slug])
  expect(`${text}\n`).toBe(await readFile(file, "utf8"))
})

test("a wrong file is refused with the field, and nothing is changed", async () => {
  const { slug } = await createProject({ preset: "pairwise" })
  const file = join(folder, "wrong.json")
  await writeFile(file, JSON.stringify({ ...presets.pairwise, scale: undefined }))
  await expect(run(protocolImportCommand, [slug, file])).rejects.toMatchObject({
    code: "INVALID_INPUT",
    message: expect.stringContaining(`The protocol's "scale" is wrong`),
  })
  await writeFile(file, "{")
  await expect(run(protocolImportCommand, [slug, file])).rejects.toThrow(/is not JSON/)
  await expect(run(protocolImportCommand, [slug, join(folder, "none.json")])).rejects.toThrow(/ENOENT/)
  expect(await listProtocolVersions(await readTo(slug))).toHaveLength(1)
})
