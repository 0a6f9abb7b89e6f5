import { expect, test } from "vitest"
import { toFormatChoices, toSettingChoices } from "@/formats/export/format-choices"
import { exportFormatNames, findExportFormat } from "@/formats/export/registry"
import { exportSettingsSchema } from "@/formats/export/settings"
import { settleSettings } from "@/formats/export/settle-settings"

test("every format is offered once, with a start that it takes", () => {
  const choices = toFormatChoices()
  expect(choices.map(({ name }) => name)).toEqual(exportFormatNames)
  for (const { options, defaults } of choices) {
    for (const [key, values] of Object.entries(options)) expect(values).toContain(defaults[key])
  }
})

test("every value that the page offers can be exported", () => {
  for (const { name, options, defaults } of toFormatChoices()) {
    const format = findExportFormat(name)
    if (!format) throw new Error(name)
    const usual = settleSettings(format, defaults)
    expect([name, usual]).toEqual([name, settleSettings(format, {})])
    for (const [key, values] of Object.entries(options)) {
      for (const value of values)
        expect([name, key, value, settleSettings(format, { [key]: value }).ok]).toEqual([
          name,
          key,
          value,
          true,
        ])
    }
  }
})

test("a setting is shown where it changes something", () => {
  const using = (key: string) =>
    toFormatChoices()
      .filter(({ settings }) => settings.includes(key))
      .map(({ name }) => name)
  expect(using("margin")).toEqual(["preference_margin", "ms_swift_margin"])
  expect(using("template")).toEqual(["plain_text", "prm_stepwise"])
  expect(using("kwise")).not.toContain("raw_annotations")
})

test("every setting but the title is on the page and on the command line", () => {
  const { groups, settings } = toSettingChoices()
  const keys = Object.keys(exportSettingsSchema.shape).filter((key) => key !== "title")
  expect(settings.map(({ key }) => key).sort()).toEqual(keys.sort())
  for (const { group } of settings) expect(groups.map(({ name }) => name)).toContain(group)
})
