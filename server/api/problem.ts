import { toErrorAnswer } from "@/server/http/error-answer"

const titles: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "No valid key",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  410: "Gone",
  413: "Too large",
  422: "Cannot be processed",
  429: "Too many requests",
  500: "Internal error",
  503: "Unavailable",
}

/** An error as RFC 9457 wants it, from the one place where errors become answers. */
export function toProblem(thrown: unknown): Response {
  const { status, error } = toErrorAnswer(thrown)
  const headers = new Headers({
    "content-type": "application/problem+json; charset=utf-8",
    "cache-control": "no-store",
  })
  const seconds = error.details["retryAfterSeconds"]
  if (typeof seconds === "number") headers.set("retry-after", String(seconds))
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="diptych"')
  const { code, message, details } = error
  const problem = {
    type: `urn:diptych:${code}`,
    title: titles[status] ?? code,
    status,
    detail: message,
    code,
    details,
  }
  return new Response(JSON.stringify(problem), { status, headers })
}
