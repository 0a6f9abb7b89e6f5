import type { FormatChoice, SettingChoice, SettingGroupChoice } from "@/core/exports/export-view"
import { aggregationNames, aggregations } from "@/formats/aggregation/registry"
import type { ExportFormat } from "@/formats/export/format"
import { formatGroups } from "@/formats/export/registry"
import { type SettingEntry, settingGroups, settingList } from "@/formats/export/setting-list"
import { kwisePolicies, tiePolicies } from "@/formats/export/settings"
import { settingsProblems, settleSettings } from "@/formats/export/settle-settings"

/** Formats as the screen offers them, each with the settings that change something in it. */
export function toFormatChoices(): readonly [FormatChoice, ...FormatChoice[]] {
  const [first, ...rest] = formatGroups.flatMap(({ label, formats }) =>
    formats.map((format) => toChoice(format, label)),
  )
  if (!first) throw new RangeError("There is no export format.")
  return [first, ...rest]
}

export function toSettingChoices(): { groups: SettingGroupChoice[]; settings: SettingChoice[] } {
  return {
    groups: Object.entries(settingGroups).map(([name, label]) => ({ name, label })),
    settings: settingList.map((entry) => ({
      key: entry.key,
      label: entry.label,
      about: entry.isNegative ? "" : entry.about,
      group: entry.group,
      control: entry.isSwitch ? "switch" : entry.options && !entry.isList ? "select" : "text",
      options: (entry.options ?? []).map(({ value, label }) => ({
        value,
        label,
        ...(entry.key === "aggregation" && isAggregation(value) && { about: aggregations[value].about }),
      })),
      isList: entry.isList === true,
      example: entry.value ?? "",
    })),
  }
}

function isAggregation(name: string): name is keyof typeof aggregations {
  return name in aggregations
}

function toChoice(format: ExportFormat, group: string): FormatChoice {
  const settled = settleSettings(format, {})
  if (!settled.ok) throw new RangeError(`${format.name} cannot be made: ${settled.problem}.`)
  const { settings } = settled
  const isFine = (key: string, value: string) =>
    settingsProblems(format, { ...settings, [key]: value }).every((problem) => problem.setting !== key)
  const of = (key: string, values: readonly string[]) => values.filter((value) => isFine(key, value))
  const options = {
    container: format.containers,
    ...(format.needs === "pairs" && {
      aggregation: of("aggregation", aggregationNames),
      ties: of("ties", tiePolicies),
      kwise: of("kwise", kwisePolicies),
    }),
  }
  return {
    name: format.name,
    label: format.label,
    group,
    about: format.about,
    consumers: format.consumers,
    cannotExpress: format.cannotExpress,
    options,
    settings: settingList.filter((entry) => hasUse(entry, format)).map(({ key }) => key),
    defaults: Object.fromEntries(settingList.map(({ key }) => [key, toControl(settings[key])])),
  }
}

/** Whether a setting changes anything in a format. */
function hasUse({ only, key }: SettingEntry, format: ExportFormat): boolean {
  if (key === "template") return format.usesTemplate === true
  if (key === "margin") return format.needs === "pairs" && format.hasMargin
  if (key === "freeText") return format.needs === "tasks" || format.name === "helpsteer3"
  return only !== "pairs" || format.needs === "pairs"
}

function toControl(value: unknown): string | boolean {
  if (typeof value === "boolean") return value
  return Array.isArray(value) ? value.join(", ") : String(value)
}
