"use client"

import { ExportForm } from "@/components/exports/export-form"
import { ExportJobs } from "@/components/exports/export-jobs"
import { useExportJobs } from "@/components/exports/use-export-jobs"
import type {
  ExportJobView,
  FormatChoice,
  SettingChoice,
  SettingGroupChoice,
} from "@/core/exports/export-view"

type Props = {
  apiPath: string
  formats: readonly [FormatChoice, ...FormatChoice[]]
  groups: readonly SettingGroupChoice[]
  settings: readonly SettingChoice[]
  reasons: Readonly<Record<string, string>>
  /** Under way when the page was opened. */
  open: readonly ExportJobView[]
}

/** What to export, and what is being made. */
export function ExportScreen({ open, ...form }: Props) {
  const { jobs, start, cancel } = useExportJobs(form.apiPath, open)
  const labels = Object.fromEntries(form.formats.map(({ name, label }) => [name, label]))
  return (
    <>
      <ExportForm {...form} onMake={start} />
      <ExportJobs jobs={jobs} labels={labels} onCancel={(id) => void cancel(id)} />
    </>
  )
}
