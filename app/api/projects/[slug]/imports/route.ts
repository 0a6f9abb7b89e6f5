import { createImportRun } from "@/server/data/import-runs"
import { route } from "@/server/http/route"

/** Begins an import: files are added to it, then it is previewed, checked and started. */
export const POST = route({ access: { project: "imports:create" } }, ({ access }) => createImportRun(access))
