"use client"

import { useRouter } from "next/navigation"
import { useCallback, useEffect, useRef, useState } from "react"
import { z } from "zod"
import { postExport } from "@/components/exports/post-export"
import { type ExportJobView, exportJobSchema, type ExportWish } from "@/core/exports/export-view"

const pollMs = 700
const started = z.object({ id: z.string() })
const isOpen = ({ status }: ExportJobView) => status === "QUEUED" || status === "RUNNING"

export type ExportJobs = {
  /** Under way, and those of this page that failed. */
  readonly jobs: readonly ExportJobView[]
  /** The reason why not, or null. */
  readonly start: (wish: ExportWish) => Promise<string | null>
  readonly cancel: (id: string) => Promise<void>
}

/** Follows the exports of a project. Those that were begun here are downloaded as soon as they are there. */
export function useExportJobs(apiPath: string, initial: readonly ExportJobView[]): ExportJobs {
  const router = useRouter()
  const [jobs, setJobs] = useState(initial)
  const own = useRef(new Set<string>())

  const look = useCallback(
    async (id: string) => {
      const job = await getJob(`${apiPath}/${id}`)
      // Out of reach for a moment: asked again.
      if (!job) return
      const isOver = job.status === "DONE" || job.status === "CANCELLED"
      setJobs((all) => all.flatMap((one) => (one.id !== id ? [one] : isOver ? [] : [job])))
      if (job.status !== "DONE") return
      if (own.current.delete(id)) window.location.assign(`${apiPath}/${id}/download`)
      router.refresh()
    },
    [apiPath, router],
  )

  const open = jobs
    .filter(isOpen)
    .map(({ id }) => id)
    .join()
  useEffect(() => {
    if (open === "") return
    let timer: ReturnType<typeof setTimeout>
    let stale = false
    const poll = async () => {
      for (const id of open.split(",")) await look(id)
      if (!stale) timer = setTimeout(() => void poll(), pollMs)
    }
    void poll()
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [look, open])

  const start = useCallback(
    async (wish: ExportWish) => {
      const result = await postExport(apiPath, JSON.stringify(wish), started)
      if (!result.ok) return result.message
      const { id } = result.data
      own.current.add(id)
      const fresh: ExportJobView = {
        id,
        format: wish.format,
        status: "QUEUED",
        done: 0,
        total: 1,
        error: null,
        sha256: null,
        createdAt: "",
      }
      setJobs((all) => [...all, fresh])
      return null
    },
    [apiPath],
  )

  const cancel = useCallback(
    async (id: string) => {
      await fetch(`${apiPath}/${id}/cancel`, { method: "POST" }).catch(() => {})
      await look(id)
    },
    [apiPath, look],
  )
  return { jobs, start, cancel }
}

async function getJob(path: string): Promise<ExportJobView | null> {
  try {
    const parsed = exportJobSchema.safeParse(await (await fetch(path)).json())
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
