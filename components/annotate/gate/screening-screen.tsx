"use client"

import { useFormatter, useTranslations } from "next-intl"
import type { GateWords } from "@/components/annotate/gate/gate-frame"
import { GateFrame } from "@/components/annotate/gate/gate-frame"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { LinkButton } from "@/components/ui/link-button"
import type { FormAction } from "@/core/action-result"
import type { PartOutcome } from "@/core/screening/assess"
import type { ScreeningState } from "@/core/screening/state"

type Props = {
  slug: string
  /** The screening's own name. */
  name: string
  /** The project asks for another one's screening; else this is the screening itself. */
  required: boolean
  /** Null = not begun. */
  state: ScreeningState | null
  /** Lets the person into the screening and leads there. */
  enrol: FormAction<never>
}

/** Before the tasks of a project that asks for a screening, and after an attempt at one: how it stands, and the way on. */
export function ScreeningScreen({ locale, messages, ...props }: Props & GateWords) {
  return (
    <GateFrame locale={locale} messages={messages}>
      <Screening {...props} />
    </GateFrame>
  )
}

function Screening({ slug, name, required, state, enrol }: Props) {
  const t = useTranslations("annotate.screening")
  const format = useFormatter()
  const { result, pending, formProps } = useFormAction(enrol)
  const kind = state?.kind ?? "open"
  const stored = state !== null && "result" in state ? state.result : null
  const parts = stored?.parts ?? (state?.kind === "grading" ? state.parts : [])
  const until =
    state?.kind === "waiting"
      ? `${format.dateTime(state.until, { dateStyle: "medium", timeStyle: "short" })} UTC`
      : ""
  return (
    <div className="panel panel-padded grid gap-4">
      <h1 className="text-2xl">{required && kind === "open" ? t("requiredTitle") : t(`${kind}Title`)}</h1>
      <p className="prose-measure text-ink-2">
        {required && kind === "open" ? t("required", { name }) : t(kind, { name, until })}
      </p>
      {parts.length > 0 && <Parts parts={parts} />}
      {stored?.reason && (
        <p className="prose-measure text-ink-2">
          {t("decided")} <bdi>{stored.reason}</bdi>
        </p>
      )}
      <Refusal result={result} />
      <div className="flex flex-wrap gap-2">
        {required && (kind === "open" || kind === "waiting") && (
          <form {...formProps}>
            <input type="hidden" name="slug" value={slug} />
            <Button type="submit" variant="primary" busy={pending} disabled={kind === "waiting"}>
              {t("take")}
            </Button>
          </form>
        )}
        <LinkButton href="/projects" variant="quiet">
          {t("back")}
        </LinkButton>
      </div>
    </div>
  )
}

function Parts({ parts }: { parts: readonly PartOutcome[] }) {
  const t = useTranslations("annotate.screening")
  return (
    <ul className="divide-y divide-line border-y border-line text-sm">
      {parts.map((part) => (
        <li key={part.name} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 py-2.5">
          <bdi className="font-medium">{part.title}</bdi>
          <span className="figures text-ink-2">
            {part.kind === "gold"
              ? t("partGold", {
                  right: part.reached,
                  of: part.of,
                  needed: Math.ceil(part.threshold * part.wanted - 1e-9),
                })
              : part.complete
                ? t("partScore", { score: part.reached, most: part.of, needed: part.threshold })
                : t("partWaits")}
            {" · "}
            <span className={part.passed ? "text-good" : "text-warn"}>
              {t(part.passed ? "reached" : part.complete ? "missed" : "awaited")}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}
