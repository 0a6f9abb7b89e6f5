import { createWriteStream } from "node:fs"
import { pipeline } from "node:stream/promises"
import type { Command } from "@/cli/command"
import { UsageError } from "@/cli/usage-error"
import { duplicateSettingsSchema } from "@/core/prompts/duplicates"
import { requireProjectAccess } from "@/server/access"
import { getDuplicateReport, readDuplicates } from "@/server/data/duplicates/get-report"
import { holdDuplicates } from "@/server/data/duplicates/hold-duplicates"
import { downloadDuplicates } from "@/server/duplicates/download-report"
import { findDuplicates } from "@/server/duplicates/find-duplicates"

const shownGroups = 20

export const promptDuplicatesCommand: Command = {
  name: "prompt duplicates",
  summary: "Look for near duplicates among the prompts of a project",
  usage: "SLUG",
  help: `Keeps the report that the page Near duplicates shows; nothing is held back unless you say so. A report
of the very same prompts and settings is not made again.

  --threshold N    alike from this share of common pieces of five characters (Jaccard), 0.5 to 0.99
                   (default 0.8)
  --prefix N       or from so many characters that both begin with; 0 = beginnings aside (default 200)
  --hold           hold back all but the oldest of each group
  --csv FILE       write the whole report as a table; FILE must not exist yet

Example:
  diptych prompt duplicates tldr --threshold 0.9 --json`,
  options: {
    threshold: { type: "string" },
    prefix: { type: "string" },
    hold: { type: "boolean" },
    csv: { type: "string" },
  },
  database: true,
  run: async ({ positionals, values, say, signal }) => {
    const [slug, ...extra] = positionals
    if (slug === undefined || extra.length > 0) throw new UsageError("Expected one project.")
    const parsed = duplicateSettingsSchema.safeParse({
      threshold: values["threshold"],
      prefix: values["prefix"],
    })
    if (!parsed.success) throw new UsageError(parsed.error.issues[0]?.message ?? "Expected other settings.")
    const settings = parsed.data
    const access = await requireProjectAccess({ kind: "cli" }, slug, "prompts:read", "prompts:update")
    const before = await getDuplicateReport(access)
    const { threshold, prefix } = before?.settings ?? {}
    if (!before || before.stale || threshold !== settings.threshold || prefix !== settings.prefix) {
      let told = 0
      await findDuplicates(access, settings, async (share) => {
        signal.throwIfAborted()
        const tenth = Math.floor(share * 10)
        if (tenth > told) say(`Looked through ${tenth * 10} % …`)
        told = Math.max(told, tenth)
      })
    }
    const held = values["hold"] === true ? (await holdDuplicates(access, "all")).changed : null
    if (typeof values["csv"] === "string") {
      await pipeline(downloadDuplicates(access), createWriteStream(values["csv"], { flags: "wx" }), {
        signal,
      })
    }
    const report = await getDuplicateReport(access)
    const groups: { group: number; prompts: object[]; texts: string[] }[] = []
    for await (const rows of readDuplicates(access)) {
      for (const { group, text, ...row } of rows) {
        if (row.place === 0) groups.push({ group, prompts: [], texts: [] })
        groups.at(-1)?.prompts.push(row)
        groups.at(-1)?.texts.push(text)
      }
    }
    const { groups: count = 0, duplicates = 0, served = 0, contaminated = 0, prompts = 0 } = report ?? {}
    const lines = groups
      .slice(0, shownGroups)
      .flatMap(({ group, texts }) => [
        `Group ${group}, ${texts.length} prompts`,
        ...texts.slice(0, 4).map((text) => `  ${text.replaceAll(/\s+/g, " ").slice(0, 100)}`),
      ])
    return {
      json: {
        settings,
        prompts,
        duplicates,
        served,
        contaminated,
        ...(held !== null && { held }),
        groups: groups.map(({ group, prompts }) => ({ group, prompts })),
      },
      text: [
        `${count} groups of near duplicates among ${prompts} prompts: ${duplicates} beside one of each, ${served} of them served; ${contaminated} groups lie across splits.`,
        ...(held === null ? [] : [`Held back ${held}.`]),
        ...lines,
        ...(groups.length > shownGroups
          ? [`… and ${groups.length - shownGroups} more groups; --csv has all.`]
          : []),
      ].join("\n"),
    }
  },
}
