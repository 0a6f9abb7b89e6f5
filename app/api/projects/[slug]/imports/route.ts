import { route } from "@/server/http/route"
import { beginImport } from "@/server/import/runs/begin-import"

/** Begins an import: files are added to it, then it is previewed, checked and started. */
export const POST = route({ access: { project: "imports:create" } }, ({ access }) => beginImport(access))
