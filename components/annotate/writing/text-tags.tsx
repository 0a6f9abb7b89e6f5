"use client"

import { useLocale, useTranslations } from "next-intl"
import type { KeyboardEvent, ReactNode } from "react"
import { useId, useMemo } from "react"
import type { Demonstration, WritingProps } from "@/components/annotate/writing/writing-props"
import { Select } from "@/components/ui/select"
import type { DraftText } from "@/core/annotate/draft"
import { guessLanguage } from "@/core/annotate/guess-language"

const languages = [
  "ar",
  "bn",
  "de",
  "el",
  "en",
  "es",
  "fa",
  "fr",
  "he",
  "hi",
  "it",
  "ja",
  "ko",
  "nl",
  "pl",
  "pt",
  "ru",
  "sv",
  "ta",
  "th",
  "tr",
  "uk",
  "zh",
] as const

/** Length and tags of the text: its language as guessed until somebody says otherwise. */
export function TextTags({
  demonstration,
  text,
  prompted,
  disabled,
  onWrite,
  onKeyDown,
}: {
  demonstration: Demonstration
  text: DraftText
  prompted: boolean
  disabled: boolean
  onWrite: WritingProps["onWrite"]
  /** Hands the text in, as from the fields of the text. */
  onKeyDown: (event: KeyboardEvent) => void
}) {
  const t = useTranslations("annotate")
  const locale = useLocale()
  const guess = useMemo(() => guessLanguage(text.answer), [text.answer])
  const names = useMemo(() => new Intl.DisplayNames([locale], { type: "language" }), [locale])
  const { promptKinds, useCases, minLength } = demonstration
  const length = text.answer.trim().length
  return (
    <div className="desk-tags">
      <p className="text-sm text-ink-2" data-testid="length">
        {t("writing.length", { count: length })}
        {length < minLength && ` · ${t("writing.atLeast", { count: minLength })}`}
      </p>
      {!prompted && promptKinds.length > 0 && (
        <Tag label={t("writing.promptKind")}>
          {(id) => (
            <Select
              id={id}
              disabled={disabled}
              value={text.promptKind ?? promptKinds[0]}
              onChange={(event) => onWrite({ promptKind: event.target.value })}
              onKeyDown={onKeyDown}
            >
              {promptKinds.map((kind) => (
                <option key={kind}>{kind}</option>
              ))}
            </Select>
          )}
        </Tag>
      )}
      {useCases.length > 0 && (
        <Tag label={t("writing.useCase")}>
          {(id) => (
            <Select
              id={id}
              disabled={disabled}
              value={text.useCase ?? ""}
              data-wanted="use-case"
              onChange={(event) => onWrite({ useCase: event.target.value || null })}
              onKeyDown={onKeyDown}
            >
              <option value="">{t("writing.choose")}</option>
              {useCases.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          )}
        </Tag>
      )}
      <Tag label={t("writing.language")}>
        {(id) => (
          <Select
            id={id}
            disabled={disabled}
            value={text.language ?? ""}
            onChange={(event) => onWrite({ language: event.target.value || null })}
            onKeyDown={onKeyDown}
          >
            <option value="">
              {guess ? t("writing.guessed", { language: names.of(guess) ?? guess }) : t("writing.unknown")}
            </option>
            {languages.map((code) => (
              <option key={code} value={code}>
                {names.of(code)}
              </option>
            ))}
          </Select>
        )}
      </Tag>
    </div>
  )
}

function Tag({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm text-ink-2">
        {label}
      </label>
      {children(id)}
    </div>
  )
}
