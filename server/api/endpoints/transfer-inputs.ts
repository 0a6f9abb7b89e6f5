import { z } from "zod"

export const slugParams = z.strictObject({ slug: z.string() })

export const yesQuery = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true")

export const waitQuery = yesQuery.meta({
  description: "`true`: answer when it is over. For small data; a proxy may give a long call up.",
})
