import { z } from "zod"
import { pageOf, pageQuery, parseCursor, toPage } from "@/core/api/page"
import { exportResource, importResource } from "@/core/api/resources"
import { DiptychError } from "@/core/errors"
import { exportWishSchema } from "@/core/exports/export-view"
import { endpoint } from "@/server/api/endpoint"
import { withUpload } from "@/server/api/with-upload"
import { listExportsForApi } from "@/server/data/api/lists"
import { createExport } from "@/server/export/create-export"
import { openExportZip } from "@/server/export/export-zip"
import { importFiles } from "@/server/import/import-files"

const slug = z.strictObject({ slug: z.string() })
const yes = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true")

export const transferEndpoints = [
  endpoint(
    {
      id: "createImport",
      method: "POST",
      path: "/projects/{slug}/imports",
      tag: "imports",
      summary: "Import one file, sent as the body",
      about:
        "Whole or not at all, and the same file again adds nothing: no Idempotency-Key is needed. Refused bad rows are named by line with status 200 and `refused: true`.",
      access: { project: "imports:create" },
      params: slug,
      query: z.strictObject({
        name: z
          .string()
          .regex(/^[^/\\\0]{1,200}$/, "expected a file name without a folder")
          .meta({
            description: "File name; its ending says what it is: `.jsonl`, `.csv`, `.json`, `.jsonl.gz` …",
          }),
        skipBadRows: yes.meta({ description: "`true`: leave bad rows out and store the rest." }),
        round: z.string().max(120).optional().meta({
          description: "Number or name of the round for what is new, or `none`. Default: the active round.",
        }),
        dryRun: yes.meta({ description: "`true`: say what would happen and change nothing." }),
      }),
      rawBody: "application/octet-stream",
      status: 200,
      answer: importResource,
    },
    async ({ access, query, request }) =>
      withUpload(request, query.name, async (path) => {
        const result = await importFiles(
          { access },
          {
            files: [{ name: query.name, path }],
            skipBadRows: query.skipBadRows,
            dryRun: query.dryRun,
            round: query.round ?? null,
            signal: request.signal,
          },
        )
        const { prompts, completions, labels, tasks, judgments, badRowCount, refused, dryRun } = result
        return {
          id: result.importId,
          refused,
          dryRun,
          prompts,
          completions,
          labels,
          tasks,
          judgments,
          badRowCount,
          badRows: result.badRows.slice(0, 100),
        }
      }),
  ),
  endpoint(
    {
      id: "listExports",
      method: "GET",
      path: "/projects/{slug}/exports",
      tag: "exports",
      summary: "Exports made, oldest first",
      access: { project: "exports:create" },
      params: slug,
      query: z.strictObject(pageQuery),
      status: 200,
      answer: pageOf(exportResource),
    },
    async ({ access, query: { cursor, limit } }) =>
      toPage(await listExportsForApi(access, { after: parseCursor(cursor), limit }), limit),
  ),
  endpoint(
    {
      id: "createExport",
      method: "POST",
      path: "/projects/{slug}/exports",
      tag: "exports",
      summary: "Fix an export at this moment",
      about: "Answers with its id; download it now or later, the bytes are the same.",
      access: { project: "exports:create" },
      params: slug,
      body: exportWishSchema,
      status: 201,
      answer: z.strictObject({ id: z.uuid(), sha256: z.string() }),
    },
    async ({ access, body, request }) => {
      const { id, plan } = await createExport(access, body, request.signal)
      return { id, sha256: plan.manifest.sha256 }
    },
  ),
  endpoint(
    {
      id: "downloadExport",
      method: "GET",
      path: "/projects/{slug}/exports/{id}/download",
      tag: "exports",
      summary: "The files of an export as a ZIP, made while they are sent",
      access: { project: "exports:create" },
      params: slug.extend({ id: z.string().max(64) }),
      status: 200,
      answer: "application/zip",
    },
    async ({ access, params }) => {
      if (!/^[0-9a-f-]{8,64}$/.test(params.id)) {
        throw new DiptychError("NOT_FOUND", "There is no such export in this project.")
      }
      const { fileName, body } = await openExportZip(access, params.id)
      return new Response(body, {
        headers: {
          "content-type": "application/zip",
          "content-disposition": `attachment; filename="${fileName}"`,
          "cache-control": "no-store",
        },
      })
    },
  ),
] as const
