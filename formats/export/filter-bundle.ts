import { filtersWho } from "@/formats/export/needs"
import type { ExportSettings } from "@/formats/export/settings"
import type { LeftOutReason } from "@/formats/export/skip-reasons"
import type { AnnotationUnit, PromptBundle, RulingUnit, TaskUnit } from "@/formats/export/units"

/**
 * The bundle as the settings see it: annotations that a filter leaves out carry its reason, kinds that
 * were asked for (`include`) count, rulings and imported labels of other prompts, rounds and times are
 * gone. With `splitBy: cohort` also the split: test as soon as the held-out cohort has a counted answer,
 * with that cohort's answers only.
 *
 * Returns the bundle itself where nothing changes, which is the usual case.
 */
export function filterBundle(bundle: PromptBundle, settings: ExportSettings): PromptBundle {
  const isPlain = !filtersAnything(settings) && settings.include.length === 0
  const otherPrompt = isOtherPrompt(bundle, settings)
  const filtered = isPlain
    ? bundle
    : {
        ...bundle,
        labels: otherPrompt ? [] : bundle.labels,
        tasks: bundle.tasks.map((task) => filterTask(task, otherPrompt, settings)),
      }
  return settings.splitBy === "cohort" ? holdCohortOut(filtered, settings) : filtered
}

function filtersAnything(settings: ExportSettings): boolean {
  return (
    settings.tags.length > 0 ||
    settings.languages.length > 0 ||
    settings.useCases.length > 0 ||
    settings.rounds.length > 0 ||
    filtersWho(settings)
  )
}

function isOtherPrompt({ prompt }: PromptBundle, settings: ExportSettings): boolean {
  const { tags, languages, useCases } = settings
  return (
    (tags.length > 0 && !prompt.tags.some((tag) => tags.includes(tag))) ||
    (languages.length > 0 && !languages.includes(prompt.language ?? "")) ||
    (useCases.length > 0 && !useCases.includes(prompt.useCase ?? ""))
  )
}

function filterTask(task: TaskUnit, otherPrompt: boolean, settings: ExportSettings): TaskUnit {
  const otherRound = settings.rounds.length > 0 && !settings.rounds.includes(task.round ?? -1)
  const isOther = otherPrompt || otherRound
  return {
    ...task,
    annotations: task.annotations.map((annotation) => {
      const leftOut =
        ownReason(annotation, settings) ??
        (otherPrompt ? "other_prompt" : otherRound ? "other_round" : whoReason(annotation, settings))
      return leftOut === annotation.leftOut ? annotation : { ...annotation, leftOut }
    }),
    rulings: isOther ? [] : task.rulings.filter((ruling) => isInTime(ruling.at, settings)),
  }
}

/** The reason it came with, unless the settings ask for just that. */
function ownReason(annotation: AnnotationUnit, settings: ExportSettings): LeftOutReason | null {
  const reasons = annotation.reasons ?? (annotation.leftOut === null ? [] : [annotation.leftOut])
  const included: readonly string[] = settings.include
  return reasons.find((reason) => !included.includes(reason)) ?? null
}

function whoReason({ who }: AnnotationUnit, settings: ExportSettings): LeftOutReason | null {
  if (!who) return null
  if (!isInTime(who.submittedAt, settings)) return "other_time"
  if (misses(settings.protocols, who.protocol.version)) return "other_protocol"
  if (misses(settings.guidelines, who.guideline ?? 0)) return "other_guideline"
  if (misses(settings.cohorts, who.cohort ?? "")) return "other_cohort"
  if (misses(settings.annotators, who.annotator) || settings.withoutAnnotators.includes(who.annotator)) {
    return "other_annotator"
  }
  if (settings.blindOnly && !who.blind) return "not_blind"
  return settings.minActiveMs > 0 && (who.activeMs ?? -1) < settings.minActiveMs ? "too_fast" : null
}

function misses<T>(wanted: readonly T[], value: T): boolean {
  return wanted.length > 0 && !wanted.includes(value)
}

/** ISO times of one form and zone compare as text. */
function isInTime(at: RulingUnit["at"], { from, until }: ExportSettings): boolean {
  return (from === "" || at >= from) && (until === "" || at < until)
}

function holdCohortOut(bundle: PromptBundle, { testCohort }: ExportSettings): PromptBundle {
  const isHeldOut = ({ leftOut, who }: AnnotationUnit) => leftOut === null && who?.cohort === testCohort
  if (!bundle.tasks.some((task) => task.annotations.some(isHeldOut))) return { ...bundle, split: "train" }
  return {
    ...bundle,
    split: "test",
    tasks: bundle.tasks.map((task) => ({
      ...task,
      annotations: task.annotations.map((annotation) =>
        annotation.leftOut !== null || isHeldOut(annotation)
          ? annotation
          : { ...annotation, leftOut: "held_out_cohort" as const },
      ),
    })),
  }
}
