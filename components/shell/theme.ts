export const themeCookie = "diptych-theme"
export const themes = ["system", "light", "dark"] as const
export type Theme = (typeof themes)[number]

/** Whatever the cookie holds becomes a theme; what it does not know is the system's. */
export function toTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system"
}
