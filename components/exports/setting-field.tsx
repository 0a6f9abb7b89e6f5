import { Checkbox } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { SettingChoice } from "@/core/exports/export-view"

export type SettingValue = string | boolean

/** One setting as its control: a list, a check box or a line to type. */
export function SettingField({
  setting,
  value,
  allowed,
  error,
  onChange,
}: {
  setting: SettingChoice
  value: SettingValue
  /** Values that the format takes; undefined = all. */
  allowed: readonly string[] | undefined
  error?: string | undefined
  onChange: (value: SettingValue) => void
}) {
  if (setting.control === "switch") {
    return (
      <Checkbox
        checked={value === true}
        onChange={(event) => onChange(event.target.checked)}
        label={setting.label}
        hint={setting.about === "" ? undefined : setting.about}
      />
    )
  }
  if (setting.control === "select") {
    const options = setting.options.filter(
      (option) => allowed === undefined || allowed.includes(option.value),
    )
    const chosen = setting.options.find((option) => option.value === value)
    return (
      <Field label={setting.label} hint={chosen?.about} error={error}>
        {(control) => (
          <Select
            {...control}
            value={String(value)}
            disabled={options.length < 2}
            onChange={(event) => onChange(event.target.value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </Select>
        )}
      </Field>
    )
  }
  return (
    <Field label={setting.label} hint={setting.about} error={error}>
      {(control) => (
        <Input
          {...control}
          dir="auto"
          value={String(value)}
          placeholder={setting.isList ? setting.example : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
