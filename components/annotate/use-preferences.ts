"use client"

import { useEffect, useState } from "react"
import type { Preferences } from "@/core/annotate/preferences"
import { defaultPreferences, readPreferences } from "@/core/annotate/preferences"

/** The person's preferences, kept on the device under their account. */
export function usePreferences(account: string): [Preferences, (next: Preferences) => void] {
  const [preferences, setPreferences] = useState(defaultPreferences)
  const name = `diptych-preferences:${account}`
  useEffect(() => {
    try {
      const stored = localStorage.getItem(name)
      if (stored !== null) setPreferences(readPreferences(JSON.parse(stored)))
    } catch {
      // Storage denied, or something else wrote there: the defaults are good.
    }
  }, [name])
  const change = (next: Preferences) => {
    setPreferences(next)
    try {
      localStorage.setItem(name, JSON.stringify(next))
    } catch {
      // They hold for this visit.
    }
  }
  return [preferences, change]
}
