"use client"

import { useEffect, useState } from "react"
import { type ExportPreviewView, exportPreviewSchema, type ExportWish } from "@/core/exports/export-view"
import { postExport } from "@/components/exports/post-export"

export type PreviewState =
  | { readonly kind: "counting"; readonly last: ExportPreviewView | null }
  | { readonly kind: "ready"; readonly preview: ExportPreviewView }
  | { readonly kind: "failed"; readonly message: string }

/** Asks for the counts whenever the wish changes; an answer to an older wish is dropped. */
export function useExportPreview(apiPath: string, wish: ExportWish): PreviewState {
  const key = JSON.stringify(wish)
  const [answer, setAnswer] = useState<{ key: string; state: PreviewState } | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    const load = async () => {
      const result = await postExport(`${apiPath}/preview`, key, exportPreviewSchema, abort.signal)
      if (abort.signal.aborted) return
      const state: PreviewState = result.ok
        ? { kind: "ready", preview: result.data }
        : { kind: "failed", message: result.message }
      setAnswer({ key, state })
    }
    // Typing a number should not count once per digit.
    const timer = setTimeout(() => void load(), 300)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [apiPath, key])
  if (answer?.key === key) return answer.state
  return { kind: "counting", last: answer?.state.kind === "ready" ? answer.state.preview : null }
}
