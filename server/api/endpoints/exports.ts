import { z } from "zod"
import { pageOf, pageQuery, parseCursor, toPage } from "@/core/api/page"
import { exportResource, exportStateResource } from "@/core/api/resources"
import { exportWishSchema } from "@/core/exports/export-view"
import { endpoint } from "@/server/api/endpoint"
import { slugParams, waitQuery } from "@/server/api/endpoints/transfer-inputs"
import { listExportsForApi } from "@/server/data/api/lists"
import { cancelExportJob, getExportJob } from "@/server/data/export/export-jobs"
import { sendExportZip } from "@/server/export/send-export-zip"
import { startExport } from "@/server/export/jobs/start-export"
import { waitForExport } from "@/server/export/jobs/wait-for-export"

const one = slugParams.extend({ id: z.uuid() })

export const exportEndpoints = [
  endpoint(
    {
      id: "listExports",
      method: "GET",
      path: "/projects/{slug}/exports",
      tag: "exports",
      summary: "Exports that are done, oldest first",
      access: { project: "exports:create" },
      params: slugParams,
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
      summary: "Fix an export at this moment and begin to make it",
      about:
        "Answers at once; ask for its state until `status` is `DONE`, then download it, now or later: the bytes are the same. What is answered after this call is not in it.",
      access: { project: "exports:create" },
      params: slugParams,
      query: z.strictObject({ wait: waitQuery }),
      body: exportWishSchema,
      status: 202,
      answer: exportStateResource,
    },
    async ({ access, query, body, request }) => {
      const id = await startExport(access, body)
      return query.wait ? waitForExport(access, id, request.signal) : getExportJob(access, id)
    },
  ),
  endpoint(
    {
      id: "getExport",
      method: "GET",
      path: "/projects/{slug}/exports/{id}",
      tag: "exports",
      summary: "How far an export is",
      access: { project: "exports:create" },
      params: one,
      status: 200,
      answer: exportStateResource,
    },
    ({ access, params }) => getExportJob(access, params.id),
  ),
  endpoint(
    {
      id: "cancelExport",
      method: "POST",
      path: "/projects/{slug}/exports/{id}/cancel",
      tag: "exports",
      summary: "Stop making an export",
      about: "Nothing of it stays. One that is over is left as it is.",
      access: { project: "exports:create" },
      params: one,
      status: 200,
      answer: exportStateResource,
    },
    async ({ access, params }) => {
      await cancelExportJob(access, params.id)
      return getExportJob(access, params.id)
    },
  ),
  endpoint(
    {
      id: "downloadExport",
      method: "GET",
      path: "/projects/{slug}/exports/{id}/download",
      tag: "exports",
      summary: "The files of an export as a ZIP",
      about:
        "The same bytes each time. A download that broke off goes on with `Range: bytes=N-` (with `If-Range` and the ETag, only if it is still the same).",
      access: { project: "exports:create" },
      params: one,
      status: 200,
      answer: "application/zip",
    },
    ({ access, params, request }) => sendExportZip(access, params.id, request),
  ),
] as const
