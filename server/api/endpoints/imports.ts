import { z } from "zod"
import { pageOf, pageQuery, parseCursor, toPage } from "@/core/api/page"
import { importResource, importSummaryResource } from "@/core/api/resources"
import type { ImportRunView } from "@/core/import-view"
import { mappingSchema } from "@/formats/import/mapping"
import { shapeNameSchema, shapes } from "@/formats/import/shapes"
import { endpoint } from "@/server/api/endpoint"
import { slugParams, waitQuery, yesQuery } from "@/server/api/endpoints/transfer-inputs"
import { listImportsForApi } from "@/server/data/api/lists"
import { cancelImportRun, getImportRun } from "@/server/data/import-runs"
import { receiveFile } from "@/server/import/runs/receive-file"
import { runImport } from "@/server/import/runs/run-import"
import { waitForImport } from "@/server/import/runs/wait-for-import"

const one = slugParams.extend({ id: z.uuid() })

const mappingQuery = z
  .string()
  .max(10_000)
  .default("{}")
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: "custom", message: "expected JSON" })
      return z.NEVER
    }
  })
  .pipe(mappingSchema)

export const importEndpoints = [
  endpoint(
    {
      id: "listImports",
      method: "GET",
      path: "/projects/{slug}/imports",
      tag: "imports",
      summary: "Imports, oldest first",
      access: { project: "imports:create" },
      params: slugParams,
      query: z.strictObject(pageQuery),
      status: 200,
      answer: pageOf(importSummaryResource),
    },
    async ({ access, query: { cursor, limit } }) =>
      toPage(await listImportsForApi(access, { after: parseCursor(cursor), limit }), limit),
  ),
  endpoint(
    {
      id: "createImport",
      method: "POST",
      path: "/projects/{slug}/imports",
      tag: "imports",
      summary: "Import one file, sent as the body",
      about:
        "Answers when the file is here; ask for its state until `status` is no longer `RUNNING`. Whole or not at all, and the same file again adds nothing. Refused bad rows (`FAILED`) are named by line. An Idempotency-Key stands for the address; the file under it is not compared.",
      access: { project: "imports:create" },
      params: slugParams,
      query: z.strictObject({
        name: z
          .string()
          .regex(/^[^/\\\0]{1,200}$/, "expected a file name without a folder")
          .meta({
            description: "File name; its ending says what it is: `.jsonl`, `.csv`, `.json`, `.jsonl.gz` …",
          }),
        mapping: mappingQuery.meta({
          description:
            'Columns by what they mean, where they are not understood: `{"prompt":["question"]}`, as JSON.',
        }),
        shape: shapeNameSchema.optional().meta({
          enum: shapes.map((shape) => shape.name),
          description:
            "What a row is. Default: what the first rows look like; the preview on the page says it.",
        }),
        keepColumns: yesQuery.meta({
          description: "`true`: columns that mean nothing stay with the completions, as `params.columns`.",
        }),
        skipBadRows: yesQuery.meta({ description: "`true`: leave bad rows out and store the rest." }),
        round: z.string().max(120).optional().meta({
          description: "Number or name of the round for what is new, or `none`. Default: the active round.",
        }),
        dryRun: yesQuery.meta({ description: "`true`: say what would happen and change nothing." }),
        wait: waitQuery,
      }),
      rawBody: "application/octet-stream",
      status: 202,
      answer: importResource,
    },
    async ({ access, query, request }) => {
      const id = await receiveFile(access, request, query.name)
      const { mapping, shape = null, keepColumns, skipBadRows, round = null } = query
      const kind = query.dryRun ? "check" : "import"
      await runImport(access, id, { kind, mapping, shape, keepColumns, skipBadRows, round })
      return toResource(
        query.wait ? await waitForImport(access, id, request.signal) : await getImportRun(access, id),
      )
    },
  ),
  endpoint(
    {
      id: "getImport",
      method: "GET",
      path: "/projects/{slug}/imports/{id}",
      tag: "imports",
      summary: "How far an import is, or how it ended",
      access: { project: "imports:create" },
      params: one,
      status: 200,
      answer: importResource,
    },
    async ({ access, params }) => toResource(await getImportRun(access, params.id)),
  ),
  endpoint(
    {
      id: "cancelImport",
      method: "POST",
      path: "/projects/{slug}/imports/{id}/cancel",
      tag: "imports",
      summary: "Stop an import",
      about: "Nothing of it is stored. One that is over is left as it is.",
      access: { project: "imports:create" },
      params: one,
      status: 200,
      answer: importResource,
    },
    async ({ access, params }) => {
      await cancelImportRun(access, params.id)
      return toResource(await getImportRun(access, params.id))
    },
  ),
] as const

function toResource(run: ImportRunView): z.input<typeof importResource> {
  const { id, progress, check, counts, leaks, heldBack, error, badRowCount, createdAt } = run
  const found = counts ?? check
  return {
    id,
    status: run.status === "PREVIEW" ? (check ? "CHECKED" : "READY") : run.status,
    progress,
    result: found && {
      prompts: found.prompts,
      completions: found.completions,
      labels: found.labels,
      tasks: found.tasks,
    },
    judgments: check?.judgments ?? null,
    leaks,
    heldBack: check?.heldBack ?? heldBack,
    error,
    badRowCount,
    badRows: run.badRows.map((bad) => ({ ...bad })),
    createdAt,
  }
}
