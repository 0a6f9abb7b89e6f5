"use client"

import { useState, useTransition } from "react"
import { ExportPreview } from "@/components/exports/export-preview"
import { FormatField } from "@/components/exports/format-field"
import { MoreSettings } from "@/components/exports/more-settings"
import { SettingField } from "@/components/exports/setting-field"
import { useExportPreview } from "@/components/exports/use-export-preview"
import { useExportSettings } from "@/components/exports/use-export-settings"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import type { ExportWish, FormatChoice, SettingChoice, SettingGroupChoice } from "@/core/exports/export-view"

type Props = {
  apiPath: string
  formats: readonly [FormatChoice, ...FormatChoice[]]
  groups: readonly SettingGroupChoice[]
  settings: readonly SettingChoice[]
  reasons: Readonly<Record<string, string>>
  /** Begins to make it; the reason why not, or null. */
  onMake: (wish: ExportWish) => Promise<string | null>
}

/** What most exports turn, in the open; the rest is folded. */
const first = ["split", "testShare", "aggregation", "imported"] as const
const wide: ReadonlySet<string> = new Set(["aggregation", "imported"])

/** Format and settings on one side, what they come to on the other. */
export function ExportForm({ apiPath, formats, groups, settings, reasons, onMake }: Props) {
  const [formatName, setFormatName] = useState(formats[0].name)
  const [failure, setFailure] = useState<string | null>(null)
  const [making, startMaking] = useTransition()
  const format = formats.find((candidate) => candidate.name === formatName) ?? formats[0]
  const chosen = useExportSettings(format)
  const state = useExportPreview(apiPath, chosen.wish)
  const make = () => startMaking(async () => setFailure(await onMake(chosen.wish)))
  const shown = first.flatMap((key) => settings.filter((setting) => setting.key === key))
  const canMake = state.kind !== "failed"
  return (
    <form
      className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]"
      onSubmit={(event) => {
        event.preventDefault()
        if (canMake) make()
      }}
    >
      <section aria-label="Format and settings" className="panel grid min-w-0 grid-cols-1 gap-5 p-5 sm:p-6">
        <FormatField formats={formats} format={format} onChange={setFormatName} />
        <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
          {shown
            .filter((setting) => format.settings.includes(setting.key))
            .map((setting) => (
              <div key={setting.key} className={wide.has(setting.key) ? "sm:col-span-2" : undefined}>
                <SettingField
                  setting={setting}
                  value={chosen.valueOf(setting.key)}
                  allowed={format.options[setting.key]}
                  onChange={(value) => chosen.change(setting.key, value)}
                />
              </div>
            ))}
        </div>
        <MoreSettings format={format} groups={groups} settings={settings} state={chosen} hidden={first} />
        <div className="grid gap-3">
          <div className="flex flex-wrap gap-3">
            <Button type="submit" variant="primary" busy={making} disabled={!canMake}>
              Make and download
            </Button>
            {Object.keys(chosen.wish.settings).length > 0 && (
              <Button variant="quiet" onClick={chosen.reset}>
                Back to the usual settings
              </Button>
            )}
          </div>
          {failure && (
            <Notice tone="bad" live>
              {failure}
            </Notice>
          )}
        </div>
      </section>
      <ExportPreview state={state} reasons={reasons} />
    </form>
  )
}
