"use client"

import { useState } from "react"
import type { SettingValue } from "@/components/exports/setting-field"
import type { ExportWish, FormatChoice } from "@/core/exports/export-view"

export type ExportSettingsState = {
  readonly valueOf: (key: string) => SettingValue
  readonly change: (key: string, value: SettingValue) => void
  /** How many of these are not as the format starts. */
  readonly changedAmong: (keys: readonly string[]) => number
  readonly wish: ExportWish
  readonly reset: () => void
}

/** What a person changed; everything else is the format's own start, so a new format brings its own. */
export function useExportSettings(format: FormatChoice): ExportSettingsState {
  const [changed, setChanged] = useState<Readonly<Record<string, SettingValue>>>({})
  const isUsed = (key: string) => {
    const allowed = format.options[key]
    const value = changed[key]
    return (
      value !== undefined &&
      value !== format.defaults[key] &&
      format.settings.includes(key) &&
      (allowed === undefined || allowed.includes(String(value)))
    )
  }
  const valueOf = (key: string) => (isUsed(key) ? (changed[key] ?? "") : (format.defaults[key] ?? ""))
  const settings = Object.fromEntries(
    Object.keys(changed)
      .filter(isUsed)
      .sort()
      .map((key) => [key, valueOf(key)]),
  )
  return {
    valueOf,
    change: (key, value) => setChanged((before) => ({ ...before, [key]: value })),
    changedAmong: (keys) => keys.filter(isUsed).length,
    wish: { format: format.name, settings },
    reset: () => setChanged({}),
  }
}
