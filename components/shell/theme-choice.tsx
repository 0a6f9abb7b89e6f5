"use client"

import { useState } from "react"
import { type Theme, themeCookie, toTheme } from "@/components/shell/theme"
import { MenuChoice } from "@/components/ui/menu"

const choices = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const

/** Changes the page at once and leaves a cookie for the server's next page. */
export function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>(() => toTheme(document.documentElement.dataset["theme"]))
  function choose(next: Theme) {
    setTheme(next)
    document.documentElement.dataset["theme"] = next
    // A year; Lax, because links from elsewhere should find the theme too.
    document.cookie = `${themeCookie}=${next}; path=/; max-age=31536000; samesite=lax`
  }
  return <MenuChoice label="Theme" value={theme} choices={choices} onChange={choose} />
}
