import { listAppliedMigrations } from "@/server/data/health"

export const dynamic = "force-dynamic"

/** For load balancers and `npm start`: `ok` once it can serve. Tells nothing else; no wrapper, no session. */
export async function GET(): Promise<Response> {
  const applied = await listAppliedMigrations()
  const ready = applied !== null && applied.length > 0
  return Response.json(
    { status: ready ? "ok" : "unavailable", database: applied === null ? "unreachable" : "reachable" },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  )
}
