import type { Metadata } from "next"
import { addQuestion, endQuestion, previewConsent, saveConsent } from "@/app/projects/[slug]/consent/actions"
import { AddQuestion } from "@/components/consent/add-question"
import { ConsentEditor } from "@/components/consent/consent-editor"
import { ConsentVersions } from "@/components/consent/consent-versions"
import { QuestionCounts } from "@/components/consent/question-counts"
import { PageHeader } from "@/components/ui/page-header"
import { getConsentText, listConsentVersions } from "@/server/data/consent"
import { listCountedQuestions } from "@/server/data/demographics"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Consent" }

type Props = { params: Promise<{ slug: string }> }

export default async function ConsentPage({ params }: Props) {
  const { slug } = await params
  const access = await pageAccess(slug, "project:update", "project:read")
  const [current, versions, questions] = await Promise.all([
    getConsentText(access),
    listConsentVersions(access),
    listCountedQuestions(access),
  ])
  return (
    <>
      <PageHeader
        title="Consent"
        lead="What people agree to before their first task, and what they are asked about themselves. Both are optional: with neither, nothing stands before the first task."
      />
      <div className="grid gap-10">
        <section aria-labelledby="text" className="grid gap-4">
          <h2 id="text" className="text-lg">
            Consent text
          </h2>
          <ConsentEditor
            slug={slug}
            current={current ?? { version: 0, markdown: "" }}
            save={saveConsent}
            preview={previewConsent}
          />
          {versions.length > 0 && <ConsentVersions versions={versions} />}
        </section>
        <section aria-labelledby="questions" className="grid gap-4">
          <div>
            <h2 id="questions" className="text-lg">
              Voluntary questions
            </h2>
            <p className="prose-measure mt-1 text-sm text-ink-2">
              Asked once, before the first task; everybody can go on without answering. Answers are kept apart
              from who gave them and shown as counts only. Small counts are hidden, and others with them where
              they could be worked out; no answer is in any export.
            </p>
          </div>
          {questions.length > 0 && <QuestionCounts slug={slug} questions={questions} end={endQuestion} />}
          <AddQuestion slug={slug} add={addQuestion} />
        </section>
      </div>
    </>
  )
}
