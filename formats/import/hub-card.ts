/** Which files of a folder belong to one configuration of a data set, by split where the card names one. */
export type HubConfig = {
  readonly name: string
  readonly isDefault: boolean
  readonly files: readonly { readonly split: string | null; readonly pattern: string }[]
}

/**
 * The `configs` of a data card: the part of its YAML head that says which files are the data. Only the
 * few forms that cards have are read; anything else is as if nothing was said.
 *
 *     configs:
 *     - config_name: preference
 *       default: true
 *       data_files:
 *       - split: train
 *         path: preference/train-*.jsonl
 */
export function parseHubConfigs(card: string): HubConfig[] {
  const configs: { name: string; isDefault: boolean; files: { split: string | null; pattern: string }[] }[] =
    []
  let split: string | null = null
  let inFiles = false
  for (const line of configLines(card)) {
    const [, dash, key, rest] = /^\s*(-\s+)?(?:([\w-]+):)?\s*(.*)$/.exec(line) ?? []
    const value = unquote(rest ?? "")
    if (key === "config_name") {
      configs.push({ name: value, isDefault: value === "default", files: [] })
      split = null
      inFiles = false
      continue
    }
    const config = configs.at(-1)
    if (!config) continue
    if (key === "default") config.isDefault = value === "true"
    else if (key === "split") split = value
    else if (key === "data_files" || key === "path") {
      inFiles = true
      for (const pattern of listed(rest ?? "")) config.files.push({ split, pattern })
    } else if (key === undefined && dash && inFiles && value !== "")
      config.files.push({ split, pattern: value })
    else if (key !== undefined) inFiles = false
  }
  return configs.filter((config) => config.files.length > 0)
}

/** The lines under `configs:` in the head between the two `---`. */
function configLines(card: string): string[] {
  const [, head = ""] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(card.replace(/^\ufeff/, "")) ?? []
  const lines = head.split(/\r?\n/)
  const start = lines.findIndex((line) => /^configs:\s*$/.test(line))
  if (start < 0) return []
  const after = lines.slice(start + 1)
  const end = after.findIndex((line) => /^[^\s-]/.test(line))
  return end < 0 ? after : after.slice(0, end)
}

function listed(text: string): string[] {
  const inner = /^\[(.*)\]$/.exec(text.trim())?.[1]
  return (inner === undefined ? [text] : inner.split(",")).map(unquote).filter((one) => one !== "")
}

function unquote(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2")
}

/** Whether a path fits a pattern: `*` within one folder, `**` over folders, `?` one character. */
export function fitsPattern(path: string, pattern: string): boolean {
  const source = pattern
    .replace(/^\.\//, "")
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll(/\*\*\/?|\*|\?/g, (mark) => (mark === "?" ? "[^/]" : mark === "*" ? "[^/]*" : ".*"))
  return new RegExp(`^${source}$`).test(path)
}
