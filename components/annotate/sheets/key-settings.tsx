"use client"

import { useTranslations } from "next-intl"
import type { KeyboardEvent } from "react"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Switch } from "@/components/ui/switch"
import { Select } from "@/components/ui/select"
import type { KeyAction, KeyLayout } from "@/core/annotate/keymap"
import { isReserved, keyActions, keyLayouts, remap, toKeyCap, toStroke } from "@/core/annotate/keymap"
import type { Preferences } from "@/core/annotate/preferences"
import { toKeymap } from "@/core/annotate/preferences"

/** Which key does what, and whether letters do anything at all. */
export function KeySettings({
  preferences,
  onChange,
}: {
  preferences: Preferences
  onChange: (preferences: Preferences) => void
}) {
  const t = useTranslations("annotate")
  const [waiting, setWaiting] = useState<KeyAction | null>(null)
  const [said, setSaid] = useState("")
  const keymap = toKeymap(preferences)
  const nameOf = (action: KeyAction) =>
    /^(?:grade|digit)/.test(action) ? t("key.grade", { digit: action.slice(5) }) : t(`key.${action}`)

  const take = (event: KeyboardEvent, action: KeyAction) => {
    if (waiting !== action || event.key === "Tab") return
    event.preventDefault()
    event.stopPropagation()
    setWaiting(null)
    const stroke = toStroke(event.nativeEvent)
    if (event.key === "Escape" || stroke === undefined) return
    if (isReserved(stroke)) return setSaid(t("settings.refused"))
    const { keymap: next, taken } = remap(keymap, action, stroke)
    const base = keyLayouts[preferences.layout]
    const keys = Object.fromEntries(
      keyActions.filter((one) => next[one].join() !== base[one].join()).map((one) => [one, next[one]]),
    )
    onChange({ ...preferences, keys })
    setSaid(taken === undefined ? "" : t("settings.taken", { action: nameOf(taken) }))
  }

  return (
    <>
      <label className="setting-row">
        <span>{t("settings.layout")}</span>
        <Select
          className="w-48"
          value={preferences.layout}
          onChange={(event) => onChange({ ...preferences, layout: toLayout(event.target.value), keys: {} })}
        >
          <option value="both">{t("settings.layoutBoth")}</option>
          <option value="left">{t("settings.layoutLeft")}</option>
          <option value="right">{t("settings.layoutRight")}</option>
        </Select>
      </label>
      <Switch
        className="mt-3"
        label={t("settings.singleKeysOff")}
        hint={t("settings.singleKeysOffHint")}
        checked={preferences.singleKeysOff}
        onChange={(event) => onChange({ ...preferences, singleKeysOff: event.target.checked })}
      />
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {keyActions.map((action) => (
          <li key={action} className="flex min-h-11 items-center justify-between gap-3 text-sm">
            <span>{nameOf(action)}</span>
            <span className="flex items-center gap-2">
              {keymap[action].map((stroke) => (
                <kbd key={stroke} className="key-cap">
                  {toKeyCap(stroke)}
                </kbd>
              ))}
              <button
                type="button"
                className="tool"
                aria-label={`${t("settings.change")}: ${nameOf(action)}`}
                onKeyDown={(event) => take(event, action)}
                onBlur={() => setWaiting(null)}
                onClick={() => setWaiting(action)}
              >
                {t(waiting === action ? "settings.press" : "settings.change")}
              </button>
            </span>
          </li>
        ))}
      </ul>
      <p role="status" className="mt-2 min-h-5 text-sm text-ink-2">
        {said}
      </p>
      {Object.keys(preferences.keys).length > 0 && (
        <Button size="sm" onClick={() => onChange({ ...preferences, keys: {} })}>
          {t("settings.reset")}
        </Button>
      )}
    </>
  )
}

function toLayout(value: string): KeyLayout {
  return value === "left" || value === "right" ? value : "both"
}
