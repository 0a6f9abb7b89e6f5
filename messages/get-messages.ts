import compile from "icu-minify/compile"

type Messages = { readonly [name: string]: Messages | string }
type Compiled = { readonly [name: string]: unknown }
type Locale = "en" | "de" | "ar"

const compiled = new Map<Locale, Promise<Compiled>>()

/**
 * The messages of a language, each loaded only when asked for, their ICU syntax already read: the
 * browser then needs no parser for it (`next.config.ts` leaves it out of the page's script).
 */
export function getMessages(locale: Locale): Promise<Compiled> {
  const known = compiled.get(locale) ?? load(locale).then(compileAll)
  compiled.set(locale, known)
  return known
}

async function load(locale: Locale): Promise<Messages> {
  if (locale === "de") return (await import("@/messages/de.json")).default
  if (locale === "ar") return (await import("@/messages/ar.json")).default
  return (await import("@/messages/en.json")).default
}

function compileAll(messages: Messages): Compiled {
  return Object.fromEntries(
    Object.entries(messages).map(([name, message]) => [
      name,
      // Through JSON, since its objects without a prototype may not be handed to the browser.
      typeof message === "string" ? JSON.parse(JSON.stringify(compile(message))) : compileAll(message),
    ]),
  )
}
