import { createHmac } from "node:crypto"
import type pg from "pg"
import { createExclusionCheck, type ExclusionCheck, type ExclusionRow } from "@/core/exclusions"
import { oldestRunning, visible } from "@/server/data/export/snapshot"

export type StoredExclusion = ExclusionRow & { readonly reason: string; readonly createdAt: Date }

/** What holds for a whole project in the snapshot, read once per export. */
export type ProjectFacts = {
  readonly exclusions: readonly StoredExclusion[]
  readonly isExcluded: ExclusionCheck
  /** By database id. */
  readonly protocols: ReadonlyMap<string, { version: number; hash: string; definition: unknown }>
  readonly guidelines: ReadonlyMap<string, { version: number; hash: string }>
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
  return {
    exclusions: exclusions.rows,
    isExcluded: createExclusionCheck(exclusions.rows),
    protocols: new Map(protocols.rows.map(({ id, ...rest }) => [id, rest])),
    guidelines: new Map(guidelines.rows.map(({ id, ...rest }) => [id, rest])),
    pseudonym: createPseudonym(key.rows[0]?.pseudonymKey ?? ""),
  }
}

/** HMAC-SHA-256 under the project's key: nobody without the key can go back to the id. */
export function createPseudonym(key: string): ProjectFacts["pseudonym"] {
  const secret = Buffer.from(key, "hex")
  const people = new Map<string, string>()
  const name = (kind: string, id: string) =>
    `${kind}_${createHmac("sha256", secret).update(id).digest("hex").slice(0, 16)}`
  return (kind, id) => {
    if (kind !== "p") return name(kind, id)
    const known = people.get(id) ?? name(kind, id)
    people.set(id, known)
    return known
  }
}
