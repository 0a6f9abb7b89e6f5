"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { Sheet } from "@/components/annotate/screen/sheet"
import { KeySettings } from "@/components/annotate/sheets/key-settings"
import { themeCookie, toTheme } from "@/components/shell/theme"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { Select } from "@/components/ui/select"
import { Switch } from "@/components/ui/switch"
import type { Preferences } from "@/core/annotate/preferences"
import { fontSizes, measures } from "@/core/annotate/preferences"
import { localeCookie, localeNames, locales } from "@/components/annotate/locale"

/** How this person reads and works, and the way out. */
export function SettingsSheet({
  preferences,
  locale,
  person,
  waiting,
  onChange,
  onSignOut,
  onClose,
}: {
  preferences: Preferences
  locale: string
  person: string
  /** Answers that have not reached the server. */
  waiting: number
  onChange: (preferences: Preferences) => void
  onSignOut: () => Promise<void>
  onClose: () => void
}) {
  const t = useTranslations("annotate")
  const [theme, setTheme] = useState(() => toTheme(document.documentElement.dataset["theme"]))
  const [leaving, setLeaving] = useState(false)
  return (
    <Sheet side title={t("settings.title")} onClose={onClose}>
      <h3 className="setting-title">{t("settings.reading")}</h3>
      <label className="setting-row">
        <span>{t("settings.fontSize")}</span>
        <Select
          className="w-48"
          value={preferences.fontSize}
          onChange={(event) => onChange({ ...preferences, fontSize: Number(event.target.value) })}
        >
          {fontSizes.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
        </Select>
      </label>
      <label className="setting-row">
        <span>{t("settings.measure")}</span>
        <Select
          className="w-48"
          value={preferences.measure}
          onChange={(event) => onChange({ ...preferences, measure: Number(event.target.value) })}
        >
          {measures.map((count) => (
            <option key={count} value={count}>
              {count === 0 ? t("settings.measureFull") : t("settings.measureChars", { count })}
            </option>
          ))}
        </Select>
      </label>
      <label className="setting-row">
        <span>{t("settings.theme")}</span>
        <Select
          className="w-48"
          value={theme}
          onChange={(event) => {
            const next = toTheme(event.target.value)
            setTheme(next)
            document.documentElement.dataset["theme"] = next
            putCookie(themeCookie, next)
          }}
        >
          <option value="system">{t("settings.themeSystem")}</option>
          <option value="light">{t("settings.themeLight")}</option>
          <option value="dark">{t("settings.themeDark")}</option>
        </Select>
      </label>
      <label className="setting-row">
        <span>{t("settings.language")}</span>
        <Select
          className="w-48"
          value={locale}
          onChange={(event) => {
            putCookie(localeCookie, event.target.value)
            location.reload()
          }}
        >
          {locales.map((one) => (
            <option key={one} value={one} lang={one}>
              {localeNames[one]}
            </option>
          ))}
        </Select>
      </label>
      <Switch
        className="mt-3"
        label={t("settings.syncScroll")}
        checked={preferences.syncScroll}
        onChange={(event) => onChange({ ...preferences, syncScroll: event.target.checked })}
      />
      <Switch
        className="mt-2"
        label={t("settings.wrapCode")}
        checked={preferences.wrapCode}
        onChange={(event) => onChange({ ...preferences, wrapCode: event.target.checked })}
      />

      <h3 className="setting-title">{t("settings.keys")}</h3>
      <KeySettings preferences={preferences} onChange={onChange} />

      <h3 className="setting-title">{t("settings.account")}</h3>
      <p className="text-sm text-ink-2">{t("settings.signedInAs", { name: person })}</p>
      {waiting > 0 && (
        <Notice tone="warn" className="mt-3">
          {t("settings.signOutWaiting", { count: waiting })}
        </Notice>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button
          variant={waiting > 0 ? "danger" : "secondary"}
          busy={leaving}
          onClick={() => {
            setLeaving(true)
            void onSignOut().finally(() => setLeaving(false))
          }}
        >
          {t(waiting > 0 ? "settings.signOutAnyway" : "settings.signOut")}
        </Button>
      </div>
    </Sheet>
  )
}

function putCookie(name: string, value: string): void {
  // A year; Lax, because links from elsewhere should find the choice too.
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`
}
