import { getHealth } from "@/server/data/health"

export const dynamic = "force-dynamic"

/**
 * For load balancers and `npm start`: 200 once it can serve, 503 before. No session and no wrapper,
 * because it must answer when the database does not; tells nothing that a stranger could use.
 */
export async function GET(): Promise<Response> {
  const database = await getHealth()
  return Response.json(
    { status: database === "ok" ? "ok" : "unavailable", database },
    { status: database === "ok" ? 200 : 503, headers: { "cache-control": "no-store" } },
  )
}
