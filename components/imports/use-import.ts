"use client"

import { useCallback, useEffect, useMemo, useReducer, useRef } from "react"
import { ImportRefused, importClient } from "@/components/imports/import-client"
import { emptyImport, importReducer, isUnderstood, isUploaded } from "@/components/imports/import-state"
import type { MappingView } from "@/core/import-view"

const pollMs = 700

/** Holds the import screen's state and talks to the server for it. */
export function useImport(slug: string) {
  const client = useMemo(() => importClient(slug), [slug])
  const [state, dispatch] = useReducer(importReducer, emptyImport)
  const nextKey = useRef(1)
  const begun = useRef<Promise<string> | null>(null)
  const aborts = useRef(new Map<number, AbortController>())

  const fail = useCallback((error: unknown) => {
    if (!(error instanceof ImportRefused)) throw error
    dispatch({ type: "failed", error: error.message })
  }, [])

  const begin = useCallback(() => {
    begun.current ??= client.create().then((importId) => {
      dispatch({ type: "begun", importId })
      return importId
    })
    begun.current.catch(() => {
      begun.current = null
    })
    return begun.current
  }, [client])

  const addFile = useCallback(
    async (file: File) => {
      const key = nextKey.current++
      const abort = new AbortController()
      aborts.current.set(key, abort)
      dispatch({
        type: "file-added",
        upload: { key, name: file.name, bytes: file.size, sent: 0, fileId: null, error: null },
      })
      try {
        if (file.size === 0) throw new ImportRefused("The file is empty.")
        const id = await begin()
        const onSent = (sent: number) => dispatch({ type: "file-sent", key, sent })
        const fileId = await client.upload(id, file, onSent, abort.signal)
        dispatch({ type: "file-there", key, fileId })
      } catch (error) {
        if (abort.signal.aborted) return
        dispatch({ type: "file-failed", key, error: error instanceof Error ? error.message : String(error) })
      }
    },
    [begin, client],
  )

  const addFiles = useCallback(
    async (files: readonly File[]) => {
      for (const file of files) await addFile(file)
    },
    [addFile],
  )

  const dropFile = useCallback(
    async (key: number) => {
      aborts.current.get(key)?.abort()
      const fileId = state.uploads.find((upload) => upload.key === key)?.fileId
      dispatch({ type: "file-dropped", key })
      if (state.importId && fileId) await client.dropFile(state.importId, fileId).catch(fail)
    },
    [client, fail, state.importId, state.uploads],
  )

  // Files or mapping changed: look again.
  const uploaded = isUploaded(state)
  const fileIds = state.uploads.map((upload) => upload.fileId).join()
  const { importId, mapping, shape } = state
  useEffect(() => {
    if (!importId || !uploaded || fileIds === "") return
    let stale = false
    dispatch({ type: "previewing" })
    client.preview(importId, mapping, shape).then(
      (previews) => !stale && dispatch({ type: "previewed", previews }),
      (error: unknown) => !stale && fail(error),
    )
    return () => {
      stale = true
    }
  }, [client, fail, fileIds, importId, mapping, shape, uploaded])

  const start = useCallback(
    async (kind: "check" | "import", round: string | null) => {
      if (!importId) return
      dispatch({ type: kind === "check" ? "checking" : "importing" })
      // A check always counts as if bad rows were left out: that shows both what they are and what is left.
      const skip = kind === "check" || state.skipBadRows
      await client
        .run(importId, kind, { mapping, shape, keepColumns: state.keepColumns, skipBadRows: skip, round })
        .then(() => dispatch({ type: "taken-on" }), fail)
    },
    [client, fail, importId, mapping, shape, state.keepColumns, state.skipBadRows],
  )

  // Everything is understood: count what it means, unasked.
  const ready = isUnderstood(state) && state.doing === "nothing" && state.run === null && state.error === null
  useEffect(() => {
    if (ready) void start("check", null)
  }, [ready, start])

  const { asking } = state
  useEffect(() => {
    if (!asking || !importId) return
    let timer: ReturnType<typeof setTimeout>
    let over = false
    const ask = async () => {
      const run = await client.get(importId).catch(fail)
      if (over) return
      if (run) dispatch({ type: "told", run })
      timer = setTimeout(() => void ask(), pollMs)
    }
    timer = setTimeout(() => void ask(), 250)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [asking, client, fail, importId])

  return {
    state,
    addFiles,
    dropFile,
    map: (next: MappingView) => dispatch({ type: "mapped", mapping: next }),
    chooseShape: (next: string | null) => dispatch({ type: "shaped", shape: next }),
    chooseKeep: (keep: boolean) => dispatch({ type: "keep-chosen", keep }),
    chooseSkip: (skip: boolean) => dispatch({ type: "skip-chosen", skip }),
    check: () => start("check", null),
    start: (round: string | null) => start("import", round),
    cancel: () => (importId ? client.cancel(importId).catch(fail) : Promise.resolve()),
    again: () => {
      begun.current = null
      dispatch({ type: "again" })
    },
    badRowsHref: (format: "csv" | "jsonl") => client.badRowsHref(importId ?? "", format),
  }
}
