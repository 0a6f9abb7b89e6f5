import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { signWebhook } from "@/core/webhooks/signature"
import { requireProjectAccess } from "@/server/access"
import { sealPending } from "@/server/audit/seal-pending"
import { closeDb } from "@/server/data/close-db"
import { createConsentText } from "@/server/data/consent"
import { pool } from "@/server/data/db"
import { createWebhook } from "@/server/webhooks/create-webhook"
import { sendDue } from "@/server/webhooks/send-due"
import { createScene } from "@/tests/support/judged-project"

/**
 * kill -9 of the process that sends webhooks, at ten random points between its first call and its end: every
 * event arrives, under one id, with the same bytes and a signature that holds; what comes twice is no more
 * than what was under way at a kill.
 *
 *     DATABASE_URL=… DIPTYCH_SECRET=… npx tsx bench/webhook-killed.ts [events]
 */
process.env["DIPTYCH_WEBHOOKS_PRIVATE"] = "1"
const events = Number(process.argv[2] ?? 60)
const points = 10
/** What one process has under way at most: AT_ONCE of send-due.ts. */
const atOnce = 10
const answerMs = 150

const calls = new Map<string, string[]>()
let secret = ""
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on("data", (part: Buffer) => parts.push(part))
  request.on("end", () => {
    const body = Buffer.concat(parts).toString()
    const id = String(request.headers["webhook-id"])
    const signature = signWebhook(secret, id, Number(request.headers["webhook-timestamp"]), body)
    if (signature !== request.headers["webhook-signature"]) throw new Error("A signature does not hold.")
    calls.set(id, [...(calls.get(id) ?? []), body])
    server.emit("hit")
    setTimeout(() => response.writeHead(204).end(), Math.random() * answerMs)
  })
})
server.listen(0, "127.0.0.1")
await once(server, "listening")

const { port } = server.address() as AddressInfo
const scene = await createScene(`hook-${randomUUID().slice(0, 8)}`)
const access = await requireProjectAccess({ kind: "cli" }, scene.access.slug, "project:update")
await sealPending()
const webhook = await createWebhook(access, {
  url: `http://127.0.0.1:${port}/hook`,
  events: ["consent:create"],
})
secret = webhook.secret
for (let version = 0; version < events; version++) {
  await createConsentText(access, { markdown: `Text ${version}`, basedOn: version })
}
await sealPending()

let killed = 0
for (let point = 0; point < points; point++) {
  const child = start()
  const ended = once(child, "exit")
  await Promise.race([once(server, "hit"), ended])
  const timer = setTimeout(() => child.kill("SIGKILL"), Math.random() * answerMs)
  const [code] = (await ended) as [number | null]
  clearTimeout(timer)
  if (code === null) killed++
  await leaseOver()
}
while ((await sendDue(true)) > 0);
const { rows } = await pool().query<{ delivered: number }>(
  `SELECT count(*)::int AS "delivered" FROM "WebhookDelivery" WHERE "webhookId" = $1 AND "status" = 'DELIVERED'`,
  [webhook.id],
)
server.closeAllConnections()
server.close()
await closeDb()

const twice = [...calls.values()].reduce((sum, bodies) => sum + bodies.length - 1, 0)
const changed = [...calls.values()].filter((bodies) => new Set(bodies).size > 1).length
const distinct = new Set([...calls.values()].map(([body]) => body)).size
const result = { bench: "webhook-killed", events, points, killed, arrived: calls.size, twice, changed }
console.table(result)
console.log(JSON.stringify(result))
const isRight = rows[0]?.delivered === events && calls.size === events && distinct === events
if (!isRight || changed > 0 || twice > killed * atOnce) process.exitCode = 1

function start(): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", "tests/support/send-child.ts"], {
    stdio: "ignore",
    env: process.env,
  })
}

/** As if the lease of whoever was killed had run out. */
async function leaseOver(): Promise<void> {
  await pool().query(
    `UPDATE "WebhookDelivery" SET "leaseExpiresAt" = now() - interval '1 second'
     WHERE "webhookId" = $1 AND "leaseExpiresAt" IS NOT NULL`,
    [webhook.id],
  )
}
