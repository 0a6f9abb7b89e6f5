"use client"

import { useTranslations } from "next-intl"
import type { FormEvent } from "react"
import { useId, useRef, useState } from "react"
import { namedMarks } from "@/components/annotate/screen/marks-part"
import { Sheet } from "@/components/annotate/screen/sheet"
import { TextMarks, toShort } from "@/components/annotate/screen/text-marks"
import { chosenOnPage } from "@/components/annotate/sheets/chosen-on-page"
import { WordPicker } from "@/components/annotate/sheets/word-picker"
import type { TaskPage } from "@/components/annotate/store/database"
import { lastText } from "@/components/annotate/store/database"
import { Button } from "@/components/ui/button"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { Draft, Mark } from "@/core/annotate/draft"
import { putFlag } from "@/core/annotate/draft"
import type { WireProtocol } from "@/core/annotate/wire"
import type { Span } from "@/core/text-mask"

/**
 * Gives words of a text one of the protocol's flags. The words are chosen in the raw text, where a place
 * is what will be stored: formatted text has no exact way back to its source.
 */
export function MarksSheet({
  page,
  names,
  protocol,
  draft,
  onChange,
  onUnmark,
  onClose,
}: {
  page: TaskPage
  /** What the texts are called, in screen order. */
  names: readonly string[]
  protocol: WireProtocol
  draft: Draft
  onChange: (draft: Draft) => void
  onUnmark: (mark: Mark) => void
  onClose: () => void
}) {
  const t = useTranslations("annotate.marks")
  const id = useId()
  const [start] = useState(() => chosenOnPage(page))
  const [panel, setPanel] = useState(start?.panel ?? 0)
  const [span, setSpan] = useState<Span | null>(start?.span ?? null)
  const [type, setType] = useState(protocol.flags.length === 1 ? (protocol.flags[0]?.type ?? "") : "")
  const [comment, setComment] = useState("")
  const [said, setSaid] = useState("")
  const body = useRef<HTMLFormElement>(null)
  const raw = lastText(page, panel)
  const marks = namedMarks(draft, panel, protocol)
  const full = draft.flags.length >= mostFlags
  const help = protocol.flags.find((flag) => flag.type === type)?.help ?? ""
  const focus = (part: string) => body.current?.querySelector<HTMLElement>(part)?.focus()

  const put = (event: FormEvent) => {
    event.preventDefault()
    if (span === null) {
      setSaid(t("wordsWanted"))
      return focus(".word-picker")
    }
    if (type === "") {
      setSaid(t("flagWanted"))
      return focus("select")
    }
    if (full) return setSaid(t("full", { count: mostFlags }))
    const words = raw.slice(span.start, span.end)
    const flag = {
      panel,
      type,
      span: { ...span, words },
      ...(comment.trim() !== "" && { comment: comment.trim() }),
    }
    onChange(putFlag(draft, flag))
    const label = protocol.flags.find((one) => one.type === type)?.label ?? type
    setSaid(t("marked", { flag: label, words: toShort(words) }))
    setSpan(null)
    setComment("")
    focus(".word-picker")
  }
  return (
    <Sheet title={t("title")} onClose={onClose}>
      <p id={`${id}-lead`} className="mt-1 text-sm text-ink-2">
        {/* Where a finger is all there is, the keys are still said to who listens. */}
        <span className="pointer-coarse:sr-only">{t("keys")} </span>
        {t("lead")}
      </p>
      {names.length > 1 && (
        <div role="group" aria-label={t("text")} className="marks-tabs" dir="ltr">
          {names.map((name, index) => (
            <button
              key={name}
              type="button"
              className="tool"
              aria-pressed={index === panel}
              onClick={() => {
                setPanel(index)
                setSpan(null)
                setSaid("")
              }}
            >
              {name}
            </button>
          ))}
        </div>
      )}
      <form ref={body} onSubmit={put}>
        {raw.trim() === "" ? (
          <p className="side-note mt-3">{t("empty")}</p>
        ) : (
          <WordPicker
            key={panel}
            raw={raw}
            marks={marks}
            span={span}
            label={t("words", { text: names[panel] ?? "" })}
            describedBy={`${id}-lead`}
            onPick={(next) => {
              setSpan(next)
              setSaid("")
            }}
            onDone={() => focus("select")}
          />
        )}
        <p className="marks-chosen" dir="auto" data-testid="marks-chosen">
          {span === null ? t("none") : <q>{toShort(raw.slice(span.start, span.end))}</q>}
        </p>
        <div className="marks-form">
          <div>
            <label htmlFor={`${id}-flag`} className="mb-1 block text-sm font-medium">
              {t("flag")}
            </label>
            <Select
              id={`${id}-flag`}
              value={type}
              aria-describedby={help === "" ? undefined : `${id}-help`}
              onChange={(event) => setType(event.target.value)}
            >
              <option value="">{t("choose")}</option>
              {protocol.flags.map((flag) => (
                <option key={flag.type} value={flag.type}>
                  {flag.label}
                </option>
              ))}
            </Select>
          </div>
          <div>
            <label htmlFor={`${id}-comment`} className="mb-1 block text-sm font-medium">
              {t("comment")}
            </label>
            <Input
              id={`${id}-comment`}
              maxLength={4000}
              value={comment}
              dir="auto"
              onChange={(event) => setComment(event.target.value)}
            />
          </div>
          <Button type="submit" variant="primary">
            {t("put")}
          </Button>
        </div>
        {help !== "" && (
          <p id={`${id}-help`} className="mt-1.5 text-sm text-ink-2" dir="auto">
            {help}
          </p>
        )}
      </form>
      <p role="status" className={said === "" ? "sr-only" : "marks-said"}>
        {/* What is chosen stands under the text already: that is said and not shown again. */}
        {said || (span && t("chosen", { words: toShort(raw.slice(span.start, span.end)) }))}
      </p>
      <TextMarks raw={raw} marks={marks} onUnmark={onUnmark} />
      <Button className="mt-3" variant="quiet" onClick={onClose}>
        {t("done")}
      </Button>
    </Sheet>
  )
}

/** What one answer may carry; core/annotate/wire.ts. */
const mostFlags = 100
