/** A value as a bad-row report shows it: its kind where that is the point, else the first 80 characters. */
export function showFound(value: unknown): string {
  if (value === undefined) return "nothing"
  if (value === null) return "null"
  if (value === "") return "an empty text"
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? typeof value)
  // Reports go to terminals and tables: control characters and half characters stay out.
  const clean = text.toWellFormed().replaceAll(/\p{Cc}+/gu, " ")
  const short = clean.length > 80 ? `${clean.slice(0, 79).toWellFormed()}…` : clean
  if (typeof value === "string") return `"${short}"`
  return Array.isArray(value) ? `a list ${short}` : short
}
