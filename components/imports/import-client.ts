import type { FilePreview, ImportRunView, MappingView } from "@/core/import-view"
import { uploadPieceBytes } from "@/core/import-view"

/** A refusal of the server, in its own words. */
export class ImportRefused extends Error {
  override readonly name = "ImportRefused"
}

/** The routes of one project's imports. Every function throws ImportRefused with a text for people. */
export function importClient(slug: string) {
  const base = `/api/projects/${encodeURIComponent(slug)}/imports`
  return {
    create: async () => (await call<{ id: string }>(base, "POST")).id,
    get: (id: string) => call<ImportRunView>(`${base}/${id}`, "GET"),
    preview: async (id: string, mapping: MappingView, shape: string | null) =>
      (await call<{ files: FilePreview[] }>(`${base}/${id}/preview`, "POST", { mapping, shape })).files,
    run: (
      id: string,
      kind: "check" | "import",
      wish: {
        mapping: MappingView
        shape: string | null
        keepColumns: boolean
        skipBadRows: boolean
        round: string | null
      },
    ) => call<undefined>(`${base}/${id}/run`, "POST", { kind, ...wish }),
    cancel: (id: string) => call<undefined>(`${base}/${id}/cancel`, "POST"),
    dropFile: (id: string, fileId: string) => call<undefined>(`${base}/${id}/files/${fileId}`, "DELETE"),
    badRowsHref: (id: string, format: "csv" | "jsonl") => `${base}/${id}/bad-rows?format=${format}`,
    upload: async (id: string, file: File, onSent: (bytes: number) => void, signal: AbortSignal) => {
      const { id: fileId } = await call<{ id: string }>(`${base}/${id}/files`, "POST", {
        name: file.name,
        bytes: file.size,
      })
      for (let offset = 0; offset < file.size; offset += uploadPieceBytes) {
        const piece = file.slice(offset, offset + uploadPieceBytes)
        await send(`${base}/${id}/files/${fileId}?offset=${offset}`, { method: "PUT", body: piece, signal })
        onSent(Math.min(offset + uploadPieceBytes, file.size))
      }
      return fileId
    },
  }
}
export type ImportClient = ReturnType<typeof importClient>

async function call<T>(url: string, method: string, body?: object): Promise<T> {
  const response = await send(url, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  })
  return (response.status === 204 ? undefined : await response.json()) as T
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new ImportRefused("The server cannot be reached. Check the connection and try again.", {
      cause: error,
    })
  }
  if (response.ok) return response
  const answer = (await response.json().catch(() => null)) as { error?: { message?: string } } | null
  throw new ImportRefused(answer?.error?.message ?? `The server answered ${response.status}. Try again.`)
}
