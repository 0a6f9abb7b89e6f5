import type { ExportFormat } from "@/formats/export/format"
import { type ExportSettings, exportSettingsSchema } from "@/formats/export/settings"

export type Settled =
  | { readonly ok: true; readonly settings: ExportSettings }
  | { readonly ok: false; readonly setting: string; readonly problem: string }

/**
 * What a person chose, on top of what the format starts from and of the general defaults: complete, and
 * checked against what the format can say. Everything that is decided stands in the result, and so in the
 * manifest.
 */
export function settleSettings(format: ExportFormat, wish: Readonly<Record<string, unknown>>): Settled {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined))
  const parsed = exportSettingsSchema.safeParse({
    container: format.containers[0],
    ...format.defaults,
    ...given,
  })
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const unknown = issue?.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : ""
    return {
      ok: false,
      setting: unknown || issue?.path.map(String).join(".") || "settings",
      problem: unknown ? "there is no such setting" : (issue?.message ?? "does not fit"),
    }
  }
  const [problem] = settingsProblems(format, parsed.data)
  return problem ? { ok: false, ...problem } : { ok: true, settings: parsed.data }
}

type Problem = { readonly setting: keyof ExportSettings; readonly problem: string }

/** Choices that contradict each other or the format. */
export function settingsProblems(format: ExportFormat, settings: ExportSettings): Problem[] {
  return [
    ...generalProblems(format, settings),
    ...(format.needs === "pairs" ? pairProblems(format, settings) : []),
  ]
}

function generalProblems(format: ExportFormat, settings: ExportSettings): Problem[] {
  const problems: Problem[] = []
  if (!format.containers.includes(settings.container)) {
    problems.push({
      setting: "container",
      problem: `${format.label} is read as ${format.containers.join(" or ")}`,
    })
  }
  if (settings.testShare + settings.validationShare > 100) {
    problems.push({ setting: "validationShare", problem: "test and validation together are more than 100 %" })
  }
  if (settings.splitBy === "cohort" && settings.testCohort === "") {
    problems.push({ setting: "testCohort", problem: "name the cohort that is left out of train" })
  }
  if (settings.splitBy !== "cohort" && settings.testCohort !== "") {
    problems.push({ setting: "testCohort", problem: "only goes with splits by cohort" })
  }
  if (settings.from !== "" && settings.until !== "" && settings.from >= settings.until) {
    problems.push({ setting: "until", problem: "lies before the beginning" })
  }
  return problems
}

function pairProblems(
  format: ExportFormat & { readonly needs: "pairs" },
  settings: ExportSettings,
): Problem[] {
  const problems: Problem[] = []
  const only = format.onlyAggregation
  const isMany = settings.aggregation === "soft" || settings.aggregation === "per_annotator"
  if (only !== undefined && settings.aggregation !== only) {
    problems.push({ setting: "aggregation", problem: `${format.label} is made with ${only}` })
  } else if (isMany && !format.repeatsPairs && only === undefined) {
    problems.push({
      setting: "aggregation",
      problem: `${format.label} holds one row per pair, so the votes must become one answer`,
    })
  }
  if (settings.ties === "keep" && !format.keepsTies) {
    problems.push({ setting: "ties", problem: `${format.label} has no place for a tie` })
  }
  if (settings.ties === "both_ways" && (!format.repeatsPairs || format.keepsTies)) {
    problems.push({
      setting: "ties",
      problem: `${format.label} holds one row per pair, so a tie cannot become two`,
    })
  }
  if (settings.kwise !== "all_pairs" && (isMany || format.needsWholeGroups === true)) {
    problems.push({
      setting: "kwise",
      problem: isMany
        ? "goes with one answer per pair, not with a row per vote"
        : `${format.label} looks at all pairs of a ranking itself`,
    })
  }
  return problems
}
