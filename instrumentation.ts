/** Called once by the framework in every server process, before the first request. */
export async function register(): Promise<void> {
  if (process.env["NEXT_RUNTIME"] !== "nodejs") return
  const { startSealer } = await import("@/server/audit/start-sealer")
  startSealer()
  const { startSender } = await import("@/server/webhooks/start-sender")
  startSender()
  const { startRoller } = await import("@/server/rollup/start-roller")
  startRoller()
}
