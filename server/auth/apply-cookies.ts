import { cookies } from "next/headers"

/** Hands `Set-Cookie` lines on to the browser out of a server action. */
export async function applyCookies(lines: readonly string[]): Promise<void> {
  const store = await cookies()
  for (const line of lines) {
    const { name, value, options } = parseSetCookie(line)
    store.set(name, value, options)
  }
}

export function parseSetCookie(line: string) {
  const [pair = "", ...attributes] = line.split(/;\s*/)
  const at = pair.indexOf("=")
  const given = new Map(
    attributes.map((attribute) => {
      const [key = "", value = ""] = attribute.split("=", 2)
      return [key.toLowerCase(), value]
    }),
  )
  const expires = given.get("expires")
  const maxAge = given.get("max-age")
  return {
    name: pair.slice(0, at),
    value: decodeURIComponent(pair.slice(at + 1)),
    options: {
      path: given.get("path") ?? "/",
      httpOnly: given.has("httponly"),
      secure: given.has("secure"),
      sameSite: "lax" as const,
      ...(expires !== undefined && { expires: new Date(expires) }),
      ...(maxAge !== undefined && { maxAge: Number(maxAge) }),
    },
  }
}
