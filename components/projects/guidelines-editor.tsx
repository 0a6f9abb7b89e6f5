"use client"

import { useState, useTransition } from "react"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { RenderedText } from "@/components/tasks/rendered-text"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Notice } from "@/components/ui/notice"
import { Skeleton } from "@/components/ui/skeleton"
import { Tabs } from "@/components/ui/tabs"
import { Textarea } from "@/components/ui/textarea"
import type { ActionResult, FormAction } from "@/core/action-result"

type Props = {
  slug: string
  /** The version in force; 0 and empty where there is none. */
  current: { version: number; markdown: string; confirmRequired: boolean }
  /** A question and its answer, to be written into the next version. */
  answer?: { readonly id: string; readonly wording: string; readonly answer: string } | undefined
  save: FormAction<{ version: number }>
  /** Markdown to sanitised HTML, by the server. */
  preview: (input: { slug: string; markdown: string }) => Promise<ActionResult<string>>
}

/** Writes the next version. What is saved stays as it was; annotations keep the version they were made under. */
export function GuidelinesEditor({ slug, current, answer, save, preview }: Props) {
  const { result, pending, formProps } = useFormAction(save)
  const [markdown, setMarkdown] = useState(answer ? withAnswer(current.markdown, answer) : current.markdown)
  const [basedOn, setBasedOn] = useState(current.version)
  const [tab, setTab] = useState("write")
  const [html, setHtml] = useState<ActionResult<string> | null>(null)
  const [rendering, startRendering] = useTransition()
  const saved = result?.ok ? result.data.version : current.version
  // Saved: the next save builds on that version.
  if (saved > basedOn) setBasedOn(saved)

  function show(next: string) {
    setTab(next)
    if (next !== "preview") return
    startRendering(async () => setHtml(await preview({ slug, markdown })))
  }

  return (
    <form {...formProps} className="grid gap-4">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="basedOn" value={basedOn} />
      <input type="hidden" name="markdown" value={markdown} />
      {answer && basedOn === current.version && (
        <>
          <input type="hidden" name="questionId" value={answer.id} />
          <Notice>The question and its answer stand at the end. Put them where they belong and save.</Notice>
        </>
      )}
      <Tabs
        label="Guidelines"
        value={tab}
        onValueChange={show}
        tabs={[
          {
            value: "write",
            label: "Write",
            content: (
              <Textarea
                aria-label="Guidelines, Markdown"
                value={markdown}
                onChange={(event) => setMarkdown(event.target.value)}
                rows={22}
                spellCheck
                className="min-h-96 font-mono"
              />
            ),
          },
          {
            value: "preview",
            label: "Preview",
            content: (
              <div className="panel panel-padded min-h-96" aria-busy={rendering}>
                <Preview html={html} rendering={rendering} />
              </div>
            ),
          },
        ]}
      />
      <Checkbox
        name="confirmRequired"
        defaultChecked={current.confirmRequired}
        label="Ask people to confirm that they have read it"
        hint="With this, a person gets no new tasks before they have seen what changed and pressed a button. Without it, a mark beside Guidelines tells them that there is a new version."
      />
      <FormResult result={result} done={({ version }) => `Version ${version} is in force.`} />
      <div>
        <Button type="submit" variant="primary" busy={pending}>
          {pending ? "Saving…" : `Save as version ${basedOn + 1}`}
        </Button>
      </div>
    </form>
  )
}

/** The guidelines with a question and its answer at the end. */
function withAnswer(markdown: string, { wording, answer }: { wording: string; answer: string }): string {
  return `${markdown.trimEnd()}\n\n**${wording.trim().replaceAll(/\s+/g, " ")}**\n\n${answer.trim()}\n`.trimStart()
}

function Preview({ html, rendering }: { html: ActionResult<string> | null; rendering: boolean }) {
  if (rendering || !html) return <Skeleton className="h-40 w-full" />
  if (!html.ok) return <p className="text-bad">{html.error.message}</p>
  if (html.data.trim() === "") return <p className="text-ink-3">Nothing written yet.</p>
  return <RenderedText html={html.data} className="prose-measure" />
}
