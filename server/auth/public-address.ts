import { readFileSync } from "node:fs"
import { env } from "@/server/env"
import { requestOrigin } from "@/server/http/request-origin"

/**
 * What links start with: the public address where one is set, else the name by which the request
 * came, else (on the command line) where `npm start` said that the app answers.
 */
export function publicAddress(headers?: Headers): string {
  const { DIPTYCH_URL, DIPTYCH_ADDRESS } = env()
  const address = DIPTYCH_URL ?? (headers && requestOrigin(headers)) ?? recorded(DIPTYCH_ADDRESS)
  return (address ?? "http://localhost:3000").replace(/\/+$/, "")
}

function recorded(address: string | undefined): string | undefined {
  if (address === undefined || /^https?:\/\//.test(address)) return address
  try {
    const written = readFileSync(/*turbopackIgnore: true*/ address, "utf8").trim()
    return URL.canParse(written) ? written : undefined
  } catch {
    return undefined
  }
}
