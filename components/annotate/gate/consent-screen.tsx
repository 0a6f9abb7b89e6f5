"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import type { GateWords } from "@/components/annotate/gate/gate-frame"
import { GateFrame } from "@/components/annotate/gate/gate-frame"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { RenderedText } from "@/components/tasks/rendered-text"
import { Button } from "@/components/ui/button"
import { LinkButton } from "@/components/ui/link-button"
import type { FormAction } from "@/core/action-result"

type Props = {
  project: { readonly slug: string; readonly name: string }
  version: number
  html: string
  /** The person said no to this version before. */
  refused: boolean
  answer: FormAction<null>
}

/** The project's consent text, before the first task and again when it changed. A no is a calm end. */
export function ConsentScreen({ locale, messages, ...props }: Props & GateWords) {
  return (
    <GateFrame locale={locale} messages={messages}>
      <Consent {...props} />
    </GateFrame>
  )
}

function Consent({ project, version, html, refused, answer }: Props) {
  const t = useTranslations("annotate.gate")
  const [again, setAgain] = useState(false)
  const { result, pending, formProps } = useFormAction(answer)
  if (refused && !again) {
    return (
      <div className="panel panel-padded grid gap-4">
        <h1 className="text-2xl">{t("refusedTitle")}</h1>
        <p className="prose-measure text-ink-2">{t("refused")}</p>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setAgain(true)}>{t("readAgain")}</Button>
          <LinkButton href="/projects" variant="quiet">
            {t("back")}
          </LinkButton>
        </div>
      </div>
    )
  }
  return (
    <>
      <header className="grid gap-1">
        <h1 className="text-2xl">{t("consentTitle")}</h1>
        <p className="text-ink-2">
          <bdi>{project.name}</bdi>
          {version > 1 && ` · ${t("version", { version })}`}
        </p>
      </header>
      <article className="panel panel-padded" dir="auto">
        <RenderedText html={html} className="prose-measure" />
      </article>
      <form {...formProps} className="grid gap-4">
        <input type="hidden" name="slug" value={project.slug} />
        <input type="hidden" name="version" value={version} />
        <Refusal result={result} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" name="accepted" value="yes" variant="primary" busy={pending}>
            {t("agree")}
          </Button>
          <Button type="submit" name="accepted" value="no" disabled={pending}>
            {t("disagree")}
          </Button>
        </div>
        <p className="text-sm text-ink-2">{t("consentNote")}</p>
      </form>
    </>
  )
}
