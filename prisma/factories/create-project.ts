import { createHash, randomBytes } from "node:crypto"
import { canonicalJson } from "@/core/canonical-json"
import { type PresetName, presets } from "@/core/presets/registry"
import { maxLevelOf } from "@/core/protocol"
import { nextNumber } from "@/prisma/factories/counter"
import { db } from "@/server/data/db"

/** A project with its first protocol, straight into the database. */
export async function createProject(
  wish: { slug?: string; name?: string; preset?: PresetName; overlap?: number; pseudonymKey?: string } = {},
) {
  const slug = wish.slug ?? `project-${nextNumber()}`
  const definition = presets[wish.preset ?? "arena"]
  const project = await db().project.create({
    data: {
      slug,
      name: wish.name ?? slug,
      overlap: wish.overlap ?? 1,
      seed: slug,
      pseudonymKey: wish.pseudonymKey ?? randomBytes(32).toString("hex"),
    },
  })
  const protocol = await db().protocolVersion.create({
    data: {
      projectId: project.id,
      version: 1,
      kind: definition.kind,
      maxLevel: definition.scale ? maxLevelOf(definition.scale) : null,
      allowTie: definition.scale?.tie ?? false,
      allowBothBad: definition.scale?.bothBad ?? false,
      definition,
      hash: createHash("sha256").update(canonicalJson(definition)).digest("hex"),
    },
  })
  return { ...project, protocol }
}
export type TestProject = Awaited<ReturnType<typeof createProject>>
