import { z } from "zod"
import { mappingSchema } from "@/formats/import/mapping"
import { shapeNameSchema } from "@/formats/import/shapes"
import { route } from "@/server/http/route"
import { runImport } from "@/server/import/runs/run-import"

/** Starts a check (counts everything, stores nothing) or the import itself, and returns at once. */
export const POST = route(
  {
    access: { project: "imports:create" },
    params: z.object({ importId: z.uuid() }),
    body: z.strictObject({
      kind: z.enum(["check", "import"]),
      mapping: mappingSchema,
      shape: shapeNameSchema.nullable().default(null),
      keepColumns: z.boolean().default(false),
      skipBadRows: z.boolean(),
      round: z.string().max(120).nullable().default(null),
    }),
  },
  async ({ access, params, body }) => {
    await runImport(access, params.importId, body)
    return undefined
  },
)
