/**
 * Where the browser thinks it is: `http://127.0.0.1:3000`. Taken from the request, so that the app
 * works by every name it is reached by and redirects keep that name. Next fills the forwarded
 * headers in where no proxy did. Whoever forges them misleads only their own request.
 */
export function requestOrigin(headers: Headers): string {
  const host = last(headers.get("x-forwarded-host")) ?? headers.get("host") ?? "localhost:3000"
  return `${isSecure(headers) ? "https" : "http"}://${host}`
}

export function isSecure(headers: Headers): boolean {
  return last(headers.get("x-forwarded-proto")) === "https"
}

/**
 * The network address for rate limits: what the nearest proxy saw. Without a proxy a client can
 * forge it, which is why every limit by address has one by account beside it.
 */
export function requestAddress(headers: Headers): string {
  return last(headers.get("x-forwarded-for")) ?? "unknown"
}

function last(list: string | null): string | undefined {
  return list?.split(",").at(-1)?.trim() || undefined
}
