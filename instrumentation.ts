/** Called once by the framework in every server process, before the first request. */
export async function register(): Promise<void> {
  // Not while building: there is no database then.
  if (process.env["NEXT_RUNTIME"] !== "nodejs" || process.env["NEXT_PHASE"] === "phase-production-build")
    return
  const { warmDb } = await import("@/server/data/warm-db")
  // Not waited for: the app may answer before its database does.
  void warmDb()
  const { startSealer } = await import("@/server/audit/start-sealer")
  startSealer()
  const { startSender } = await import("@/server/webhooks/start-sender")
  startSender()
  const { startExporter } = await import("@/server/export/jobs/start-exporter")
  startExporter()
  const { startRoller } = await import("@/server/rollup/start-roller")
  startRoller()
}
