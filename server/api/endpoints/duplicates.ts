import { z } from "zod"
import { foreignCursor, pageOf, pageQuery } from "@/core/api/page"
import { duplicatePromptResource, duplicatesResource } from "@/core/api/resources"
import { duplicateSettingsSchema } from "@/core/prompts/duplicates"
import { type ProjectAccess, requireProjectAccess } from "@/server/access"
import { endpoint } from "@/server/api/endpoint"
import { slugParams, waitQuery } from "@/server/api/endpoints/transfer-inputs"
import { cancelDuplicateJob, getDuplicateJob } from "@/server/data/duplicates/duplicate-jobs"
import { getDuplicateReport, listDuplicateRows } from "@/server/data/duplicates/get-report"
import { holdDuplicates } from "@/server/data/duplicates/hold-duplicates"
import { startDuplicateSearch } from "@/server/duplicates/start-search"
import { waitForSearch } from "@/server/duplicates/wait-for-search"

const both = ["prompts:read", "prompts:update"] as const
const alsoReads = "The key needs `prompts:read`, too."

export const duplicateEndpoints = [
  endpoint(
    {
      id: "getDuplicates",
      method: "GET",
      path: "/projects/{slug}/duplicates",
      tag: "prompts",
      summary: "What the last search for near duplicates found, and how far one is",
      access: { project: "prompts:read" },
      params: slugParams,
      status: 200,
      answer: duplicatesResource,
    },
    ({ access }) => getDuplicates(access),
  ),
  endpoint(
    {
      id: "searchDuplicates",
      method: "POST",
      path: "/projects/{slug}/duplicates",
      tag: "prompts",
      summary: "Look for near duplicates among all prompts",
      about: `Answers at once; ask until \`search.status\` is no longer \`RUNNING\`. A search that runs already goes on as it was begun, and a report of the very same prompts and settings is not made again. ${alsoReads}`,
      access: { project: "prompts:update" },
      params: slugParams,
      query: z.strictObject({ wait: waitQuery }),
      body: z.strictObject(duplicateSettingsSchema.shape),
      status: 202,
      answer: duplicatesResource,
    },
    async ({ actor, params, query, body, request }) => {
      const access = await requireProjectAccess(actor, params.slug, ...both)
      await startDuplicateSearch(access, body)
      if (query.wait) await waitForSearch(access, request.signal)
      return getDuplicates(access)
    },
  ),
  endpoint(
    {
      id: "cancelDuplicateSearch",
      method: "POST",
      path: "/projects/{slug}/duplicates/cancel",
      tag: "prompts",
      summary: "Stop looking for near duplicates",
      about: `The report of before stays. ${alsoReads}`,
      access: { project: "prompts:update" },
      params: slugParams,
      status: 200,
      answer: duplicatesResource,
    },
    async ({ actor, params }) => {
      const access = await requireProjectAccess(actor, params.slug, ...both)
      await cancelDuplicateJob(access)
      return getDuplicates(access)
    },
  ),
  endpoint(
    {
      id: "listDuplicatePrompts",
      method: "GET",
      path: "/projects/{slug}/duplicates/prompts",
      tag: "prompts",
      summary: "Every prompt of every group of near duplicates, by group and place",
      about: "Groups are numbered anew by each search: walk the pages between two.",
      access: { project: "prompts:read" },
      params: slugParams,
      query: z.strictObject(pageQuery),
      status: 200,
      answer: pageOf(duplicatePromptResource),
    },
    async ({ access, query: { cursor, limit } }) => {
      const rows = await listDuplicateRows(access, parsePlace(cursor), limit + 1)
      const data = rows.slice(0, limit).map(({ sourceUser: _sourceUser, ...row }) => row)
      const last = data.at(-1)
      return { data, next: rows.length > limit && last ? `${last.group}_${last.place}` : null }
    },
  ),
  endpoint(
    {
      id: "holdDuplicates",
      method: "POST",
      path: "/projects/{slug}/duplicates/hold",
      tag: "prompts",
      summary: "Hold back all near duplicates but the oldest of each group that is served",
      about:
        "What somebody released stays so. One group, or some prompts: `POST …/prompts/hold` with their ids.",
      access: { project: "prompts:update" },
      params: slugParams,
      status: 200,
      answer: z.strictObject({
        changed: z.int().meta({ description: "Prompts." }),
        tasks: z.int().meta({ description: "Tasks that wait since now." }),
      }),
    },
    ({ access }) => holdDuplicates(access, "all"),
  ),
] as const

async function getDuplicates(access: ProjectAccess<"prompts:read">) {
  return { search: await getDuplicateJob(access), report: await getDuplicateReport(access) }
}

function parsePlace(cursor: string | undefined): { readonly group: number; readonly place: number } {
  if (cursor === undefined) return { group: 0, place: -1 }
  const [, group, place] = /^(\d{1,9})_(\d{1,9})$/.exec(cursor) ?? []
  if (group !== undefined && place !== undefined) return { group: Number(group), place: Number(place) }
  throw foreignCursor()
}
