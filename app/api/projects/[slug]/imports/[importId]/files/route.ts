import { z } from "zod"
import { addImportFile } from "@/server/data/import-runs"
import { route } from "@/server/http/route"

/** Announces a file; its bytes follow in pieces. */
export const POST = route(
  {
    access: { project: "imports:create" },
    params: z.object({ importId: z.uuid() }),
    body: z.strictObject({
      name: z.string().min(1).max(255),
      bytes: z
        .int()
        .min(1, "the file is empty")
        .max(64 * 1024 ** 3),
    }),
  },
  ({ access, params, body }) => addImportFile(access, params.importId, body),
)
