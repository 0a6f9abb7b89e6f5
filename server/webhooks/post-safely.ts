import { lookup } from "node:dns"
import http from "node:http"
import https from "node:https"
import type { LookupFunction } from "node:net"
import { isIP } from "node:net"
import { DiptychError } from "@/core/errors"
import { isPublicAddress } from "@/server/webhooks/public-address"

/** Whoever does not answer by then is asked again later. */
const TIMEOUT_MS = 15_000

export type PostOptions = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** For receivers in one's own network, and for tests: plain HTTP and private addresses too. */
  readonly allowPrivate: boolean
  readonly signal?: AbortSignal
}

/** An address that may be called. INVALID_INPUT says what is wrong with it. */
export function requireCallable(text: string, allowPrivate: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const wanted = allowPrivate ? "http:// or https://" : "https://"
  if (!url || !(url.protocol === "https:" || (allowPrivate && url.protocol === "http:"))) {
    throw new DiptychError("INVALID_INPUT", `Expected an address that begins with ${wanted}.`)
  }
  if (url.username !== "" || url.password !== "") {
    throw new DiptychError("INVALID_INPUT", "Leave name and password out of the address; calls are signed.")
  }
  const host = url.hostname.replace(/^\[|\]$/g, "")
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw notPublic(host)
  return url
}

/**
 * Sends one POST and returns the status. The name is looked up once and the connection goes to the very
 * address that was checked, so that a name which answers differently the second time leads nowhere
 * else. Redirects are not followed, the answer's body is not read.
 */
export async function postSafely(address: string, options: PostOptions): Promise<number> {
  const url = requireCallable(address, options.allowPrivate)
  const { request } = url.protocol === "https:" ? https : http
  return new Promise((resolve, reject) => {
    const call = request(
      url,
      {
        method: "POST",
        headers: { ...options.headers, "content-length": Buffer.byteLength(options.body) },
        lookup: options.allowPrivate ? undefined : lookupPublic,
        // No connection is kept: the next one is checked anew.
        agent: false,
        signal: AbortSignal.any([
          AbortSignal.timeout(TIMEOUT_MS),
          ...(options.signal ? [options.signal] : []),
        ]),
      },
      (response) => {
        resolve(response.statusCode ?? 0)
        response.destroy()
      },
    )
    call.on("error", reject)
    call.end(options.body)
  })
}

/** Looks a name up and refuses it as soon as one of its addresses is not on the open internet. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0)
    const [first] = addresses
    const inside = addresses.find(({ address }) => !isPublicAddress(address))
    if (!first || inside) return callback(notPublic(inside?.address ?? hostname), "", 0)
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

function notPublic(address: string): DiptychError {
  return new DiptychError(
    "INVALID_INPUT",
    `${address} is not on the open internet. For a receiver in your own network set DIPTYCH_WEBHOOKS_PRIVATE=1.`,
  )
}
