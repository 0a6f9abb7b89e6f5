"use client"

import { useTranslations } from "next-intl"
import type { GateWords } from "@/components/annotate/gate/gate-frame"
import { GateFrame } from "@/components/annotate/gate/gate-frame"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { FieldSet } from "@/components/ui/field"
import type { FormAction } from "@/core/action-result"
import type { AskedQuestion } from "@/core/consent/question"

type Props = {
  slug: string
  questions: readonly AskedQuestion[]
  answer: FormAction<null>
}

/** Voluntary questions, asked once. Going on without an answer is one press and as good as any. */
export function QuestionsScreen({ locale, messages, ...props }: Props & GateWords) {
  return (
    <GateFrame locale={locale} messages={messages}>
      <Questions {...props} />
    </GateFrame>
  )
}

function Questions({ slug, questions, answer }: Props) {
  const t = useTranslations("annotate.gate")
  const { result, pending, formProps } = useFormAction(answer)
  return (
    <>
      <header className="grid gap-2">
        <h1 className="text-2xl">{t("questionsTitle")}</h1>
        <p className="prose-measure text-ink-2">{t("questionsLead")}</p>
      </header>
      <form {...formProps} className="grid gap-6">
        <input type="hidden" name="slug" value={slug} />
        <div className="panel panel-padded grid gap-8">
          {questions.map((question) => (
            <FieldSet key={question.id} legend={<span dir="auto">{question.text}</span>}>
              <div className="grid gap-x-6 sm:grid-cols-2">
                {[...question.choices.entries()].map(([index, choice]) => (
                  <Choice key={choice} name={question.id} value={String(index)} label={choice} />
                ))}
                <Choice name={question.id} value="" label={t("unsaid")} chosen />
              </div>
            </FieldSet>
          ))}
        </div>
        <Refusal result={result} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={pending}>
            {t("goOn")}
          </Button>
          <Button type="submit" name="skip" value="all" disabled={pending}>
            {t("skipAll")}
          </Button>
        </div>
      </form>
    </>
  )
}

function Choice({
  name,
  value,
  label,
  chosen = false,
}: {
  name: string
  value: string
  label: string
  chosen?: boolean
}) {
  return (
    <label className="flex min-h-9 items-center gap-2.5 text-sm pointer-coarse:min-h-11">
      <input
        type="radio"
        name={name}
        value={value}
        defaultChecked={chosen}
        className="size-4.5 shrink-0 appearance-none rounded-full border border-line-strong bg-surface checked:border-[5px] checked:border-accent"
      />
      <span dir="auto">{label}</span>
    </label>
  )
}
