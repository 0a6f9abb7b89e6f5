import { type PromptFilter, without } from "@/core/lists/prompt-query"
import { Prisma } from "@/prisma/client/client"
import { toLikePattern } from "@/server/data/escape-like"

/** Prompts of the pool: not the places of prompts that are yet to be written. Alias `p` for "Prompt". */
const said = Prisma.sql`p."messages" <> '[]'`

/** What the filters ask of a prompt `p`. */
export function promptConditions(projectId: string, filter: PromptFilter): Prisma.Sql {
  const all = [Prisma.sql`p."projectId" = ${projectId}::uuid`, said]
  for (const [column, value] of [
    [Prisma.sql`p."useCase"`, filter.useCase],
    [Prisma.sql`p."language"`, filter.language],
    [Prisma.sql`p."sourceUser"`, filter.user],
  ] as const) {
    if (value === without) all.push(Prisma.sql`${column} IS NULL`)
    else if (value !== "") all.push(Prisma.sql`${column} = ${value}`)
  }
  if (filter.tag === without) all.push(Prisma.sql`cardinality(p."tags") = 0`)
  else if (filter.tag !== "") all.push(Prisma.sql`${filter.tag} = ANY (p."tags")`)
  if (filter.q !== "") {
    all.push(Prisma.sql`EXISTS (SELECT 1 FROM jsonb_array_elements(p."messages") message
      WHERE message ->> 'content' ILIKE ${toLikePattern(filter.q)})`)
  }
  if (filter.split !== "all") all.push(splitIs(filter.split))
  if (filter.state === "served") all.push(Prisma.sql`p."heldBack" IS NULL`)
  else if (filter.state === "held") all.push(Prisma.sql`p."heldBack" IS NOT NULL`)
  else if (filter.state !== "all") all.push(Prisma.sql`p."heldBack" = ${filter.state}`)
  all.push(...hasWhat(projectId, filter))
  return Prisma.join(all, " AND ")
}

function splitIs(split: string): Prisma.Sql {
  if (split === "none")
    return Prisma.sql`NOT EXISTS (SELECT 1 FROM "PromptSplit" x WHERE x."promptId" = p."id")`
  return Prisma.sql`EXISTS (SELECT 1 FROM "PromptSplit" x WHERE x."promptId" = p."id" AND x."split" = ${split})`
}

function hasWhat(projectId: string, { round, has }: PromptFilter): Prisma.Sql[] {
  const inRound =
    round === ""
      ? Prisma.sql`true`
      : round === "none"
        ? Prisma.sql`x."roundId" IS NULL`
        : Prisma.sql`x."roundId" = (SELECT r."id" FROM "Round" r
            WHERE r."projectId" = ${projectId}::uuid AND r."number" = ${Number(round)})`
  const completions = Prisma.sql`EXISTS (SELECT 1 FROM "Completion" x WHERE x."promptId" = p."id" AND ${inRound})`
  const tasks = Prisma.sql`EXISTS (SELECT 1 FROM "Task" x WHERE x."promptId" = p."id" AND ${inRound})`
  switch (has) {
    case "completions":
      return [completions]
    case "no-completions":
      return [Prisma.sql`NOT ${completions}`]
    case "tasks":
      return [tasks]
    case "no-tasks":
      return [Prisma.sql`NOT ${tasks}`]
    case "any":
      return round === "" ? [] : [completions]
  }
}
