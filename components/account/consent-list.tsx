"use client"

import { Section } from "@/components/account/section"
import { Refusal } from "@/components/auth/refusal"
import { useFormAction } from "@/components/projects/use-form-action"
import { When } from "@/components/projects/when"
import { Button } from "@/components/ui/button"
import type { FormAction } from "@/core/action-result"
import type { GivenConsent } from "@/core/consent/question"

type Props = {
  given: readonly GivenConsent[]
  withdraw: FormAction<null>
  forget: FormAction<null>
}

/** What the person agreed to, project by project, with a way back. */
export function ConsentList({ given, withdraw, forget }: Props) {
  return (
    <Section
      title="Consent"
      lead="What you agreed to. Taken back, you get no more tasks there; what you answered before stays."
    >
      <ul className="divide-y divide-line">
        {given.map((each) => (
          <li key={each.slug} className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5 first:pt-0">
            <div className="min-w-0 grow text-sm">
              <bdi className="font-medium">{each.project}</bdi>
              <span className="block text-xs text-ink-2">
                {each.accepted === null ? (
                  "Voluntary questions answered"
                ) : (
                  <>
                    {each.accepted ? "Agreed to" : "Refused"} version {each.version},{" "}
                    <When at={each.at} onlyDay />
                  </>
                )}
              </span>
            </div>
            {each.accepted && (
              <OneButton
                label="Take back"
                fields={{ slug: each.slug, version: String(each.version) }}
                send={withdraw}
              />
            )}
            {each.questions && (
              <OneButton label="Remove my answers about me" fields={{ slug: each.slug }} send={forget} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

function OneButton({
  label,
  fields,
  send,
}: {
  label: string
  fields: Readonly<Record<string, string>>
  send: FormAction<null>
}) {
  const { result, pending, formProps } = useFormAction(send)
  return (
    <form {...formProps}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" size="sm" variant="quiet" busy={pending}>
        {label}
      </Button>
      <Refusal result={result} />
    </form>
  )
}
