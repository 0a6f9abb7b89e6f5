import type { Metadata } from "next"
import { changeLeakPhrase, previewLeakPhrase, saveLeakPolicy } from "@/app/projects/[slug]/leaks/actions"
import { LeakPolicyForm } from "@/components/leaks/leak-policy-form"
import { PhraseEditor } from "@/components/leaks/phrase-editor"
import { PageHeader } from "@/components/ui/page-header"
import { TextLink } from "@/components/ui/text-link"
import { getLeakSetting } from "@/server/data/leaks/phrases"
import { pageAccess } from "@/server/http/page"

export const metadata: Metadata = { title: "Phrases" }

export default async function LeakPhrasesPage({ params }: { params: Promise<{ slug: string }> }) {
  const { slug } = await params
  const access = await pageAccess(slug, "tasks:update")
  const { policy, phrases } = await getLeakSetting(access)
  return (
    <>
      <PageHeader
        title="Phrases and policy"
        above={<TextLink href={`/projects/${slug}/leaks`}>Leaks</TextLink>}
        lead="What is looked for in completions, and what an import does with those it finds."
      />
      <div className="grid max-w-4xl gap-8">
        <LeakPolicyForm slug={slug} policy={policy} save={saveLeakPolicy} />
        <PhraseEditor slug={slug} phrases={phrases} preview={previewLeakPhrase} change={changeLeakPhrase} />
      </div>
    </>
  )
}
