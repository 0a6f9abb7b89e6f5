import { z } from "zod"
import { route } from "@/server/http/route"
import { dropFile } from "@/server/import/runs/drop-file"
import { takePiece } from "@/server/import/runs/take-piece"

const params = z.object({ importId: z.uuid(), fileId: z.uuid() })

/** One piece of the file at an offset; the body is its bytes. */
export const PUT = route(
  {
    access: { project: "imports:create" },
    params,
    query: z.object({ offset: z.coerce.number().int().min(0) }),
  },
  ({ access, params: { importId, fileId }, query, request }) =>
    takePiece(access, { importId, fileId, offset: query.offset, body: request.body }),
)

export const DELETE = route({ access: { project: "imports:create" }, params }, ({ access, params: ids }) =>
  dropFile(access, ids.importId, ids.fileId),
)
