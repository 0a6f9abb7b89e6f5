/** Languages of the annotate page. English is complete; the others prove a second one and right to left. */
export const locales = ["en", "de", "ar"] as const
export type Locale = (typeof locales)[number]

export const localeCookie = "diptych-locale"
export const localeNames: Readonly<Record<Locale, string>> = { en: "English", de: "Deutsch", ar: "العربية" }

export function isLocale(value: string | undefined): value is Locale {
  return locales.some((locale) => locale === value)
}

/** The person's choice, else the first language the browser asks for that there is, else English. */
export function toLocale(chosen: string | undefined, acceptLanguage: string): Locale {
  if (isLocale(chosen)) return chosen
  const wanted = acceptLanguage
    .split(",")
    .map((part) => part.split(";")[0]?.trim().split("-")[0]?.toLowerCase())
  return wanted.find(isLocale) ?? "en"
}

export function directionOf(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr"
}
