import { DiptychError } from "@/core/errors"
import { requestOrigin } from "@/server/http/request-origin"

/**
 * Refuses what another site made a browser send. Browsers state `Sec-Fetch-Site` and `Origin`
 * themselves; a program that sends neither carries no cookie it was not given, so it may pass.
 */
export function requireSameOrigin(headers: Headers): void {
  const site = headers.get("sec-fetch-site")
  if (site === "same-origin") return
  const origin = headers.get("origin")
  const same = origin !== null && origin !== "null" && sameHost(origin, requestOrigin(headers))
  if ((site === null && origin === null) || (site === null && same)) return
  throw new DiptychError("FORBIDDEN", "This request came from another site. Reload the page and try again.")
}

// A proxy that ends TLS does not always say so; the host is what tells sites apart here.
function sameHost(a: string, b: string): boolean {
  return URL.canParse(a) && new URL(a).host === new URL(b).host
}
