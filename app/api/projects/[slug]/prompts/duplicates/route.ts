import { getDuplicateJob } from "@/server/data/duplicates/duplicate-jobs"
import { route } from "@/server/http/route"

/** How far the newest search for near duplicates is. */
export const GET = route({ access: { project: "prompts:read" } }, async ({ access }) => ({
  job: await getDuplicateJob(access),
}))
