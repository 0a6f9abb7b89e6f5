"use client"

import { useTranslations } from "next-intl"
import { useAnswerWords } from "@/components/annotate/screen/use-answer-words"
import { Sheet } from "@/components/annotate/screen/sheet"
import { canMark } from "@/core/annotate/draft"
import type { KeyAction, Keymap } from "@/core/annotate/keymap"
import { toKeyCap } from "@/core/annotate/keymap"
import type { AnswerAction } from "@/core/annotate/strip"
import { stripAnswers } from "@/core/annotate/strip"
import type { WireProtocol } from "@/core/annotate/wire"

type Row = { readonly action: KeyAction; readonly label: string }

/** All keys that work here and now, as the person has them. */
export function HelpSheet({
  protocol,
  keymap,
  singleKeysOff,
  onClose,
}: {
  protocol: WireProtocol | null
  keymap: Keymap
  singleKeysOff: boolean
  onClose: () => void
}) {
  const t = useTranslations("annotate")
  const scale = protocol?.scale ?? null
  const words = useAnswerWords(scale, protocol?.asks ?? "better")
  const rows = (...actions: KeyAction[]): Row[] =>
    actions.map((action) => ({ action, label: t(`key.${action}`) }))
  const judge: Row[] = scale
    ? stripAnswers(scale).map(({ action }: { action: AnswerAction }) => ({
        action,
        label: words.full(action),
      }))
    : protocol?.kind === "RANKING"
      ? [
          { action: "grade1", label: t("key.rank") },
          ...rows(
            ...(protocol.ranking.ties ? (["rankTie"] as const) : []),
            "back",
            "commit",
            "notRankable",
            "pin",
          ),
        ]
      : rows("commit", "back")
  const beside: KeyAction[] = [
    "flags",
    ...(protocol && canMark(protocol) ? (["marks"] as const) : []),
    "note",
    "question",
    ...(protocol?.editBetter ? (["edit"] as const) : []),
    "skip",
    "undo",
  ]
  const cells = protocol !== null && (protocol.criteria.length > 0 || protocol.confidence)
  const groups = [
    ...(cells
      ? [
          {
            title: t("help.rate"),
            rows: [{ action: "grade1", label: t("key.rate") } as const, ...rows("back")],
          },
        ]
      : []),
    { title: t("help.judge"), rows: judge },
    { title: t("help.more"), rows: rows(...beside) },
    { title: t("help.read"), rows: rows("scrollUp", "scrollDown", "scrollBoth", "diff", "raw") },
    { title: t("help.page"), rows: rows("guidelines", "settings", "help") },
  ]
  return (
    <Sheet title={t("help.title")} onClose={onClose} onKeyDown={(event) => event.key === "?" && onClose()}>
      <div className="help-groups">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="text-sm text-ink-3">{group.title}</h3>
            <dl className="mt-2">
              {group.rows.map(({ action, label }) => (
                <div key={action} className="help-row">
                  <dt>
                    {keymap[action].length === 0 ? (
                      <span className="text-ink-3">{t("settings.noKey")}</span>
                    ) : (
                      keymap[action].map((stroke) => (
                        <kbd key={stroke} className="key-cap">
                          {toKeyCap(stroke)}
                        </kbd>
                      ))
                    )}
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      {protocol !== null && protocol.priorities.length > 0 && (
        <section className="mt-5">
          <h3 className="text-sm text-ink-3">{t("help.priorities")}</h3>
          <ol className="mt-2 grid list-inside list-decimal gap-1 text-sm">
            {protocol.priorities.map((line) => (
              <li key={line} dir="auto">
                {line}
              </li>
            ))}
          </ol>
        </section>
      )}
      <p className="mt-5 text-sm text-ink-2">{t(singleKeysOff ? "help.off" : "help.note")}</p>
    </Sheet>
  )
}
