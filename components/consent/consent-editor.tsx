"use client"

import { useState, useTransition } from "react"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { RenderedText } from "@/components/tasks/rendered-text"
import { Button } from "@/components/ui/button"
import { Skeleton } from "@/components/ui/skeleton"
import { Tabs } from "@/components/ui/tabs"
import { Textarea } from "@/components/ui/textarea"
import type { ActionResult, FormAction } from "@/core/action-result"

type Props = {
  slug: string
  /** The version in force; 0 and empty where none is asked. */
  current: { version: number; markdown: string }
  save: FormAction<{ version: number }>
  preview: (input: { slug: string; markdown: string }) => Promise<ActionResult<string>>
}

/** Writes the next version. Everybody is asked again for a new one; an empty text asks nobody. */
export function ConsentEditor({ slug, current, save, preview }: Props) {
  const { result, pending, formProps } = useFormAction(save)
  const [markdown, setMarkdown] = useState(current.markdown)
  const [tab, setTab] = useState("write")
  const [html, setHtml] = useState<ActionResult<string> | null>(null)
  const [rendering, startRendering] = useTransition()
  const basedOn = Math.max(current.version, result?.ok ? result.data.version : 0)

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
      <Tabs
        label="Consent text"
        value={tab}
        onValueChange={show}
        tabs={[
          {
            value: "write",
            label: "Write",
            content: (
              <Textarea
                aria-label="Consent text, Markdown"
                placeholder="Empty: nobody is asked."
                value={markdown}
                onChange={(event) => setMarkdown(event.target.value)}
                rows={10}
                spellCheck
              />
            ),
          },
          {
            value: "preview",
            label: "Preview",
            content: (
              <div className="panel panel-padded min-h-40" aria-busy={rendering}>
                <Preview html={html} rendering={rendering} />
              </div>
            ),
          },
        ]}
      />
      <FormResult
        result={result}
        done={({ version }) =>
          markdown.trim() === ""
            ? "Saved. Nobody is asked for consent."
            : `Version ${version} is in force. Everybody is asked before their next task.`
        }
      />
      <div>
        <Button type="submit" variant="primary" busy={pending}>
          {`Save as version ${basedOn + 1}`}
        </Button>
      </div>
    </form>
  )
}

function Preview({ html, rendering }: { html: ActionResult<string> | null; rendering: boolean }) {
  if (rendering || !html) return <Skeleton className="h-24 w-full" />
  if (!html.ok) return <p className="text-bad">{html.error.message}</p>
  if (html.data.trim() === "") return <p className="text-ink-3">Nothing written: nobody is asked.</p>
  return <RenderedText html={html.data} className="prose-measure" />
}
