"use client"

import { AddPhrase, type PhrasePreview } from "@/components/leaks/add-phrase"
import { type PhraseChanged, PhraseTable } from "@/components/leaks/phrase-table"
import { plural } from "@/components/projects/figures"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import type { FormAction } from "@/core/action-result"
import type { PhraseRow } from "@/core/lists/leak-row"

const groups = [
  {
    origin: "project",
    title: "Phrases of this project",
    lead: "Found wherever they stand, unless the prompt brought them up.",
  },
  {
    origin: "model",
    title: "Out of the names of its models",
    lead: "Each key and the parts of it that are names. Switch off what is a common word in these texts.",
  },
  {
    origin: "default",
    title: "Well-known models and makers",
    lead: "Names that are also words or companies count only where an answer speaks of itself.",
  },
] as const

/** The list of phrases: what is in it, what each found, and how it is corrected. */
export function PhraseEditor({
  slug,
  phrases,
  preview,
  change,
}: {
  slug: string
  phrases: readonly PhraseRow[]
  preview: FormAction<PhrasePreview>
  change: FormAction<PhraseChanged>
}) {
  const { result, pending, formProps } = useFormAction(change)
  return (
    <section aria-labelledby="phrases" className="grid gap-6">
      <h2 id="phrases" className="text-xl">
        Phrases
      </h2>
      <AddPhrase slug={slug} preview={preview} pending={pending} formProps={formProps} />
      <FormResult result={result} done={toOutcome} />
      {groups.map(({ origin, title, lead }) => {
        const own = phrases.filter((row) => row.origin === origin).toSorted((a, b) => b.found - a.found)
        if (own.length === 0) return null
        return (
          <div key={origin} className="grid min-w-0 gap-2">
            <h3 className="text-lg">{title}</h3>
            <p className="prose-measure text-sm text-ink-2">{lead}</p>
            <PhraseTable
              caption={title}
              slug={slug}
              rows={own}
              collapsed={origin === "default"}
              pending={pending}
              formProps={formProps}
            />
          </div>
        )
      })}
    </section>
  )
}

function toOutcome({ phrase, change, changed }: PhraseChanged): string {
  const now = { add: "is looked for", on: "is looked for", off: "is left alone", remove: "is off the list" }[
    change
  ]
  return `“${phrase}” ${now}. ${changed === 0 ? "No completion is concerned." : `The list changed for ${plural(changed, "completion")}.`}`
}
