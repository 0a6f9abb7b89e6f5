/** The message file of a language; each is loaded only when asked for. */
export async function getMessages(locale: "en" | "de" | "ar"): Promise<Record<string, unknown>> {
  if (locale === "de") return (await import("@/messages/de.json")).default
  if (locale === "ar") return (await import("@/messages/ar.json")).default
  return (await import("@/messages/en.json")).default
}
