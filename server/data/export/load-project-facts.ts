import { createHmac } from "node:crypto"
import { importedName } from "@/core/imported-id"
import type pg from "pg"
import { maxLevelOf, protocolSchema } from "@/core/protocol"
import type { ProtocolUnit } from "@/formats/export/units"
import { createExclusionCheck, type ExclusionCheck, type ExclusionRow } from "@/core/exclusions"
import { asked } from "@/server/data/export/copy-rows"
import { copyRows } from "@/server/data/export/copy-stream"
import { oldestRunning, visible } from "@/server/data/export/snapshot"

export type StoredExclusion = ExclusionRow & { readonly reason: string; readonly createdAt: Date }

/** What holds for a whole project in the snapshot, read once per export. */
export type ProjectFacts = {
  readonly exclusions: readonly StoredExclusion[]
  readonly isExcluded: ExclusionCheck
  /** By database id. */
  readonly protocols: ReadonlyMap<
    string,
    { version: number; hash: string; definition: unknown; unit: ProtocolUnit }
  >
  readonly guidelines: ReadonlyMap<string, { version: number; hash: string }>
  /** Keys of models, by id as 16 characters. */
  readonly models: ReadonlyMap<string, string>
  /** Numbers of rounds, by id. */
  readonly rounds: ReadonlyMap<string, number>
  /** What the project has none of need not be looked for, prompt by prompt. */
  readonly has: { readonly rulings: boolean; readonly labels: boolean; readonly masks: boolean }
  /** `p_…` for people; the same person has the same one in every export of the project. */
  readonly pseudonym: (kind: "p" | "ann" | "asg" | "exc", id: string) => string
}

export async function loadProjectFacts(
  client: pg.Client,
  projectId: string,
  snapshot: string,
): Promise<ProjectFacts> {
  const exclusions = await client.query<StoredExclusion>(
    `SELECT "id", "annotationId", "annotatorId", "fromAt", "untilAt", "reverses", "reason", "createdAt"
     FROM "Exclusion" e WHERE e."projectId" = $3 AND ${visible("e")} ORDER BY "createdAt", "id"`,
    [snapshot, oldestRunning(snapshot), projectId],
  )
  const protocols = await client.query<{ id: string; version: number; hash: string; definition: unknown }>(
    `SELECT "id", "version", "hash", "definition" FROM "ProtocolVersion" WHERE "projectId" = $1`,
    [projectId],
  )
  const guidelines = await client.query<{ id: string; version: number; hash: string }>(
    `SELECT "id", "version", "hash" FROM "Guideline" WHERE "projectId" = $1`,
    [projectId],
  )
  const key = await client.query<{ pseudonymKey: string }>(
    `SELECT "pseudonymKey" FROM "Project" WHERE "id" = $1`,
    [projectId],
  )
  const models = new Map<string, string>()
  await copyRows(
    client,
    `SELECT "id", "key" FROM "Model" WHERE "projectId" = ${asked("project", "uuid")}`,
    (row) => {
      models.set(row.id(), row.text())
    },
  )
  const rounds = await client.query<{ id: string; number: number }>(
    `SELECT "id", "number" FROM "Round" WHERE "projectId" = $1`,
    [projectId],
  )
  const has = await client.query<ProjectFacts["has"]>(
    `SELECT EXISTS (SELECT FROM "Adjudication" WHERE "projectId" = $1) AS "rulings",
       EXISTS (SELECT FROM "ImportedLabel" WHERE "projectId" = $1) AS "labels",
       EXISTS (SELECT FROM "TextMask" k JOIN "Completion" c ON c."id" = k."completionId" WHERE c."projectId" = $1)
         AS "masks"`,
    [projectId],
  )
  return {
    exclusions: exclusions.rows,
    isExcluded: createExclusionCheck(exclusions.rows),
    protocols: new Map(
      protocols.rows.map(({ id, ...rest }) => [id, { ...rest, unit: toProtocolUnit(rest) }]),
    ),
    guidelines: new Map(guidelines.rows.map(({ id, ...rest }) => [id, rest])),
    models,
    rounds: new Map(rounds.rows.map(({ id, number }) => [id, number])),
    has: has.rows[0] ?? { rulings: true, labels: true, masks: true },
    pseudonym: createPseudonym(key.rows[0]?.pseudonymKey ?? ""),
  }
}

/** Definitions are stored as they were checked; one that no longer parses only lacks scale and margins. */
function toProtocolUnit({ version, definition }: { version: number; definition: unknown }): ProtocolUnit {
  const parsed = protocolSchema.safeParse(definition)
  if (!parsed.success) return { version, maxLevel: null, margins: [], ratings: [], flags: [] }
  const { scale, criteria, flags } = parsed.data
  return {
    version,
    maxLevel: scale ? maxLevelOf(scale) : null,
    margins: scale?.margins ?? [],
    ratings: criteria.filter(({ ask }) => ask === "rating").map(({ name }) => name),
    flags: flags.map(({ type }) => type),
  }
}

/** HMAC-SHA-256 under the project's key: nobody without the key can go back to the id. */
export function createPseudonym(key: string): ProjectFacts["pseudonym"] {
  const secret = Buffer.from(key, "hex")
  const people = new Map<string, string>()
  const name = (kind: string, id: string) =>
    `${kind}_${importedName(id) ?? createHmac("sha256", secret).update(id).digest("hex").slice(0, 16)}`
  return (kind, id) => {
    if (kind !== "p") return name(kind, id)
    const known = people.get(id) ?? name(kind, id)
    people.set(id, known)
    return known
  }
}
