"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"
import { z } from "zod"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Progress } from "@/components/ui/progress"
import { type FormAction, fieldError } from "@/core/action-result"
import { type DuplicateJobView, duplicateJobSchema, type DuplicateSettings } from "@/core/prompts/duplicates"

const pollMs = 700
const answer = z.object({ job: duplicateJobSchema.nullable() })

type Props = {
  slug: string
  settings: DuplicateSettings
  prompts: number
  search: FormAction<{ start: "started" | "running" | "kept" }>
}

const said = {
  started: null,
  running: "A search is under way already.",
  kept: "Nothing has changed since this report: it is of these very prompts and settings.",
} as const

/** What counts as a near duplicate, and the button that looks for them. */
export function DuplicateSearch({ slug, settings, prompts, search }: Props) {
  const { result, pending, formProps } = useFormAction(search)
  const words = result?.ok ? said[result.data.start] : null
  return (
    <form {...formProps} className="panel panel-padded grid gap-4">
      <input type="hidden" name="slug" value={slug} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label="Alike from"
          hint="Share of the pieces of five characters that two prompts have in common (Jaccard), 0.5 to 0.99."
          error={fieldError(result, "threshold")}
        >
          {(control) => (
            <Input
              {...control}
              name="threshold"
              type="number"
              min={0.5}
              max={0.99}
              step={0.01}
              className="w-32"
              defaultValue={settings.threshold}
            />
          )}
        </Field>
        <Field
          label="Or a common beginning of"
          hint="Characters that two prompts begin with; 0 leaves beginnings aside. Short ones find templates too."
          error={fieldError(result, "prefix")}
        >
          {(control) => (
            <Input
              {...control}
              name="prefix"
              type="number"
              min={0}
              max={10_000}
              className="w-32"
              defaultValue={settings.prefix}
            />
          )}
        </Field>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" variant="primary" busy={pending} disabled={prompts === 0}>
          Search {prompts.toLocaleString("en")} {prompts === 1 ? "prompt" : "prompts"}
        </Button>
        {words && (
          <p role="status" className="text-sm text-ink-2">
            {words}
          </p>
        )}
      </div>
      {result && !result.ok && <FormResult result={result} />}
    </form>
  )
}

/** A search on its way: goes on when the page is left. */
export function DuplicateProgress({
  slug,
  job: initial,
  cancel,
}: {
  slug: string
  job: DuplicateJobView
  /** None for who may only read. */
  cancel: FormAction<null> | null
}) {
  const router = useRouter()
  const [job, setJob] = useState(initial)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let over = false
    const poll = async () => {
      const now = await getJob(slug)
      if (over) return
      if (now && now.status !== "RUNNING") router.refresh()
      else {
        if (now) setJob(now)
        timer = setTimeout(() => void poll(), pollMs)
      }
    }
    timer = setTimeout(() => void poll(), pollMs)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [slug, router])
  return (
    <div className="panel panel-padded flex flex-wrap items-center gap-x-6 gap-y-3">
      <div className="min-w-0 grow basis-64">
        <p role="status" className="font-medium">
          Looking for near duplicates
        </p>
        <Progress
          label="Looked at"
          className="mt-2"
          total={100}
          parts={[{ label: "percent", value: Math.round(job.done * 100), tone: "running" }]}
        />
        <p className="figures mt-1.5 text-sm text-ink-2">
          {Math.round(job.done * 100)} %; you may leave this page.
        </p>
      </div>
      {cancel && <CancelSearch slug={slug} cancel={cancel} />}
    </div>
  )
}

function CancelSearch({ slug, cancel }: { slug: string; cancel: FormAction<null> }) {
  const { pending, formProps } = useFormAction(cancel)
  return (
    <form {...formProps}>
      <input type="hidden" name="slug" value={slug} />
      <Button type="submit" busy={pending}>
        Cancel
      </Button>
    </form>
  )
}

async function getJob(slug: string): Promise<DuplicateJobView | null> {
  try {
    const response = await fetch(`/api/projects/${slug}/prompts/duplicates`)
    const parsed = answer.safeParse(await response.json())
    return parsed.success ? parsed.data.job : null
  } catch {
    return null
  }
}
