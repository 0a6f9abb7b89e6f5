"use client"

import { useTranslations } from "next-intl"
import type { KeyboardEvent } from "react"
import { Sheet } from "@/components/annotate/screen/sheet"
import { Checkbox } from "@/components/ui/checkbox"
import type { Draft } from "@/core/annotate/draft"
import { hasFlag, toggleFlag } from "@/core/annotate/draft"
import type { WireProtocol } from "@/core/annotate/wire"

/** Marks on either text. The columns stand like the panels; arrows walk, Space marks, Enter is done. */
export function FlagsSheet({
  flags,
  names,
  draft,
  onChange,
  onClose,
}: {
  flags: WireProtocol["flags"]
  /** What the texts are called, in screen order. */
  names: readonly string[]
  draft: Draft
  onChange: (draft: Draft) => void
  onClose: () => void
}) {
  const t = useTranslations("annotate")
  const panels = names.map((_, panel) => panel)
  return (
    <Sheet title={t("flags.title")} onClose={onClose} onKeyDown={(event) => walk(event, onClose)}>
      <p className="mt-1 text-sm text-ink-2">{t("flags.lead")}</p>
      <table className="flags-table" dir="ltr">
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">{t("flags.flag")}</span>
            </th>
            {panels.map((panel) => (
              <th key={panel} scope="col">
                {names[panel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {flags.map((flag, row) => (
            <tr key={flag.type}>
              <th scope="row" dir="auto">
                {flag.label}
                {flag.help !== "" && <span className="block font-normal text-ink-3">{flag.help}</span>}
              </th>
              {panels.map((panel) => (
                <td key={panel}>
                  <Checkbox
                    label={<span className="sr-only">{`${flag.label}, ${names[panel] ?? ""}`}</span>}
                    data-cell={`${row}:${panel}`}
                    className="justify-center"
                    data-autofocus={row === 0 && panel === 0 ? "" : undefined}
                    checked={hasFlag(draft, { panel, type: flag.type })}
                    onChange={() => onChange(toggleFlag(draft, { panel, type: flag.type }))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  )
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

function walk(event: KeyboardEvent, onClose: () => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) return onClose()
  if (event.key.toLowerCase() === "f") return onClose()
  const step = steps[event.key]
  const cell = event.target instanceof HTMLElement ? event.target.dataset["cell"] : undefined
  if (!step || cell === undefined) return
  event.preventDefault()
  const [row = 0, panel = 0] = cell.split(":").map(Number)
  const next = `${row + step[0]}:${panel + step[1]}`
  event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next}"]`)?.focus()
}
