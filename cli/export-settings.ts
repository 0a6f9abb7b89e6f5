import { readFile } from "node:fs/promises"
import { z } from "zod"
import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { formatGroups } from "@/formats/export/registry"
import { type SettingEntry, settingGroups, settingList } from "@/formats/export/setting-list"
import { exportSettingsSchema } from "@/formats/export/settings"

/** One option per setting; a switch that is on by default is turned off by its flag. */
export const exportOptions: Command["options"] = Object.fromEntries(
  settingList.map((entry) => [entry.flag, { type: entry.isSwitch ? "boolean" : "string" } as const]),
)

/**
 * The settings of the command line: what `--policy` brings, in its order, and then the flags. A policy is
 * `key=value`, or a JSON file of settings; a manifest.json brings the settings of its export.
 */
export async function readSettings(
  values: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  const settings: Record<string, unknown> = {}
  const policies = Array.isArray(values.policy) ? values.policy.map(String) : []
  for (const policy of policies) Object.assign(settings, await readPolicy(policy))
  for (const entry of settingList) {
    const value = values[entry.flag]
    if (value === undefined) continue
    settings[entry.key] = entry.isNegative ? value !== true : tidy(value)
  }
  return settings
}

/** `5%` is 5. */
function tidy(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/^([\d.]+)\s*%$/, "$1") : value
}

const policyFile = z.union([
  z.object({ manifest_version: z.string(), settings: z.record(z.string(), z.unknown()) }),
  z.record(z.string(), z.unknown()),
])

async function readPolicy(policy: string): Promise<Record<string, unknown>> {
  const pair = /^([A-Za-z-]+)=(.*)$/s.exec(policy)
  if (pair) return { [keyOf(pair[1] ?? "")]: tidy(pair[2] ?? "") }
  let content: unknown
  try {
    content = JSON.parse(await readFile(policy, "utf8"))
  } catch {
    throw new UsageError(
      `--policy ${policy}: expected KEY=VALUE or a JSON file of settings (a manifest.json will do).`,
    )
  }
  const parsed = policyFile.safeParse(content)
  if (!parsed.success) throw new UsageError(`--policy ${policy}: the file holds no settings.`)
  const found = "manifest_version" in parsed.data ? parsed.data.settings : parsed.data
  // Another project's name is not part of its policy.
  const { title: _, ...settings } = found as Record<string, unknown>
  return settings
}

/** By its own name or by that of its flag. */
function keyOf(name: string): string {
  const entry = settingList.find(
    ({ key, flag, isNegative }) => key === name || (!isNegative && flag === name),
  )
  if (!entry) {
    throw new UsageError(
      `--policy ${name}=…: there is no such setting. Settings: ${settingList.map(({ key }) => key).join(", ")}.`,
    )
  }
  return entry.key
}

const defaults: Readonly<Record<string, unknown>> = exportSettingsSchema.parse({})

function lineOf(entry: SettingEntry): string {
  const flag = `--${entry.flag}${entry.isSwitch ? "" : ` ${entry.value ?? "NAME"}`}`
  const options =
    entry.options && !entry.isList ? ` One of ${entry.options.map(({ value }) => value).join(" | ")}.` : ""
  const value = defaults[entry.key]
  const isPlain = entry.isSwitch || value === "" || (Array.isArray(value) && value.length === 0)
  return `  ${flag.padEnd(32)} ${entry.about}${options}${isPlain ? "" : ` (default: ${String(value)})`}`
}

const groups = Object.entries(settingGroups).map(([group, title]) =>
  [`${title}:`, ...settingList.filter((entry) => entry.group === group).map(lineOf)].join("\n"),
)

export const exportHelp = `  --format FORMAT                  the shape of the rows, see below
  --out DIR                        folder to make; refused when it holds anything but this very export
  --dry-run                        only count: rows, what is left out and why, the first rows
  --policy KEY=VALUE | FILE        settings by name, or from a JSON file; the manifest.json of an earlier
                                   export repeats its choices; may be given several times
  --again RUN                      make an earlier export again, byte by byte; RUN is its id or the start
                                   of its SHA-256
  --resume                         take up an export of this folder that was killed: same settings, same
                                   snapshot, same files, whatever was answered since
  --sign                           sign the manifest with the project's Ed25519 key
  --progress                       rows and speed on stderr, once a second

Formats:
${formatGroups
  .map(({ label, formats }) =>
    [
      `  ${label}`,
      ...formats.map((format) => `    ${format.name.padEnd(24)} ${format.consumers.join(", ")}`),
    ].join("\n"),
  )
  .join("\n")}

${groups.join("\n\n")}

The same state and settings give the same bytes. Check a folder with "diptych verify DIR".

Examples:
  diptych export tone --format preference --out ./tone-preferences
  diptych export tone --format preference_margin --margin llama2_large --min-votes 2 --dry-run
  diptych export tone --format kto_unpaired --policy ./tone-preferences/manifest.json --out ./tone-kto`
