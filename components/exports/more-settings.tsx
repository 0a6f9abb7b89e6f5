import { SettingField } from "@/components/exports/setting-field"
import type { ExportSettingsState } from "@/components/exports/use-export-settings"
import type { FormatChoice, SettingChoice, SettingGroupChoice } from "@/core/exports/export-view"

/** Everything beyond the first few settings, folded by what it is about. */
export function MoreSettings({
  format,
  groups,
  settings,
  state,
  hidden,
}: {
  format: FormatChoice
  groups: readonly SettingGroupChoice[]
  settings: readonly SettingChoice[]
  state: ExportSettingsState
  /** Shown elsewhere. */
  hidden: readonly string[]
}) {
  return (
    <div className="border-t border-line">
      {groups.map((group) => {
        const own = settings.filter(
          (setting) =>
            setting.group === group.name &&
            format.settings.includes(setting.key) &&
            !hidden.includes(setting.key),
        )
        if (own.length === 0) return null
        const changed = state.changedAmong(own.map((setting) => setting.key))
        return (
          <details key={group.name} className="group border-b border-line">
            <summary className="flex cursor-pointer items-baseline justify-between gap-3 py-3 text-sm font-medium pointer-coarse:py-3.5">
              {group.label}
              <span className="font-normal text-ink-3">
                {changed === 0 ? "as usual" : `${changed} changed`}
              </span>
            </summary>
            <div className="grid gap-4 pb-5 sm:grid-cols-2">
              {own.map((setting) => (
                <SettingField
                  key={setting.key}
                  setting={setting}
                  value={state.valueOf(setting.key)}
                  allowed={format.options[setting.key]}
                  onChange={(value) => state.change(setting.key, value)}
                />
              ))}
            </div>
          </details>
        )
      })}
    </div>
  )
}
