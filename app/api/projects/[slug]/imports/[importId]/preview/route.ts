import { z } from "zod"
import { mappingSchema } from "@/formats/import/mapping"
import { shapeNameSchema } from "@/formats/import/shapes"
import { route } from "@/server/http/route"
import { previewImport } from "@/server/import/runs/preview-import"

/** The first rows of each file as they are understood under a mapping and, where one was named, a shape. */
export const POST = route(
  {
    access: { project: "imports:create" },
    params: z.object({ importId: z.uuid() }),
    body: z.strictObject({ mapping: mappingSchema, shape: shapeNameSchema.nullable().default(null) }),
  },
  async ({ access, params, body }) => ({ files: await previewImport(access, params.importId, body) }),
)
