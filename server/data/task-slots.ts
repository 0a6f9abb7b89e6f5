import { Prisma } from "@/prisma/client/client"

// What follows on a task's row (alias `t`) when its `taken` or what it wants changes, as SET lists, said
// once: `taken <= overlap`, `remaining` and `open` are CHECKs.

/**
 * Slots are taken or come free: an overlap that waits to be lowered follows down. `taken` is a SQL
 * expression over the row's old values, never input; so is `status`, where that changes too.
 */
export function setTaken(taken: string, status = `t."status"`): string {
  const overlap = `greatest(coalesce(t."lowerTo", t."overlap"), ${taken})`
  return `"taken" = ${taken}, "overlap" = ${overlap}, "remaining" = ${overlap} - (${taken}),
    "lowerTo" = CASE WHEN t."lowerTo" < ${taken} THEN t."lowerTo" END,
    "open" = (${status} = 'ACTIVE' AND ${overlap} > ${taken})`
}

/** Another number of annotations is wanted: never beneath what is taken at the moment. */
export function setWanted(wanted: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`"overlap" = greatest(${wanted}, t."taken"),
    "remaining" = greatest(${wanted}, t."taken") - t."taken",
    "lowerTo" = CASE WHEN ${wanted} < t."taken" THEN ${wanted} END,
    "open" = (t."status" = 'ACTIVE' AND ${wanted} > t."taken")`
}
