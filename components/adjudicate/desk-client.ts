import type {
  NextRequest,
  NextResponse,
  ReviewRequest,
  RulingRequest,
  RulingResponse,
  VotesResponse,
} from "@/core/adjudication/wire"

/** A refusal in the server's own words; `reason` is for the page. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly reason: string,
  ) {
    super(message)
  }
}

/** The calls of the adjudicator's page; each answers after the server has committed. */
export type DeskClient = ReturnType<typeof createDeskClient>

export function createDeskClient(slug: string) {
  const base = `/api/projects/${encodeURIComponent(slug)}/adjudication`
  const post = (path: string, body: unknown) =>
    call(`${base}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
  return {
    // The server's answers are checked by their schemas in its tests; the page carries no schema library.
    next: async (body: NextRequest) => (await post("/next", body)) as NextResponse,
    rule: async (body: RulingRequest) => (await post("/rulings", body)) as RulingResponse,
    review: async (body: ReviewRequest) => void (await post("/review", body)),
    release: async (tasks: readonly string[]) => void (await post("/release", { tasks })),
    votes: async (query: Readonly<Record<string, string>>) =>
      (await call(`${base}/votes?${new URLSearchParams(query)}`, {})) as VotesResponse,
    /** On leaving the page, when nobody waits for the answer. */
    releaseOnLeave: (tasks: readonly string[]) => {
      void fetch(`${base}/release`, {
        method: "POST",
        keepalive: true,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ tasks }),
      }).catch(() => undefined)
    },
  }
}

async function call(url: string, init: RequestInit): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, init)
  } catch {
    throw new Refused(
      "No line to the server: nothing was stored. Press the key again when it is back.",
      0,
      "offline",
    )
  }
  if (response.status === 204) return undefined
  const body: unknown = await response.json().catch(() => undefined)
  if (response.ok) return body
  const error = isRecord(body) && isRecord(body["error"]) ? body["error"] : {}
  const details = isRecord(error["details"]) ? error["details"] : {}
  throw new Refused(
    typeof error["message"] === "string"
      ? error["message"]
      : "The server did not take it; nothing was stored.",
    response.status,
    typeof details["reason"] === "string" ? details["reason"] : "",
  )
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
}
