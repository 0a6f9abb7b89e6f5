import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import type { IncomingHttpHeaders } from "node:http"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, expect, test } from "vitest"
import { webhookCreateCommand } from "@/cli/commands/webhook-create"
import { webhookListCommand } from "@/cli/commands/webhook-list"
import { webhookLogCommand } from "@/cli/commands/webhook-log"
import { webhookRemoveCommand } from "@/cli/commands/webhook-remove"
import { webhookReplayCommand } from "@/cli/commands/webhook-replay"
import { retryDelays } from "@/core/webhooks/retry"
import { signWebhook } from "@/core/webhooks/signature"
import { requireProjectAccess } from "@/server/access"
import { sealPending } from "@/server/audit/seal-pending"
import { createConsentText } from "@/server/data/consent"
import { db, pool } from "@/server/data/db"
import { listDeliveries, replayDelivery } from "@/server/data/webhooks/webhooks"
import { forgetEnv } from "@/server/env"
import { createWebhook } from "@/server/webhooks/create-webhook"
import { sendDue } from "@/server/webhooks/send-due"
import { addAnswers, addPerson, addTask, createScene } from "@/tests/support/judged-project"

const cli = { kind: "cli" } as const
const run = async (
  command: typeof webhookCreateCommand,
  positionals: string[],
  values: Record<string, string> = {},
) => command.run({ positionals, values, say: () => {}, signal: new AbortController().signal })

type Hit = { readonly headers: IncomingHttpHeaders; readonly body: string }
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

/** A receiver on this machine; `answer` says with what status, or null to say nothing at all. */
async function receiver(answer: (hit: number) => number | null = () => 204) {
  const hits: Hit[] = []
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (chunk) => {
      body += String(chunk)
    })
    request.on("end", () => {
      hits.push({ headers: request.headers, body })
      server.emit("hit")
      const status = answer(hits.length)
      if (status === null) return
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end("thanks")
    })
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { hits, port, url: `http://127.0.0.1:${port}/hook`, server }
}

async function scene(url: string, events: readonly string[] = ["*"]) {
  process.env.DIPTYCH_WEBHOOKS_PRIVATE = "1"
  forgetEnv()
  // Others of this file must not be sent along.
  await pool().query(
    `UPDATE "WebhookDelivery" SET "status" = 'FAILED', "finishedAt" = now() WHERE "status" = 'PENDING'`,
  )
  const made = await createScene(`hook-${randomUUID().slice(0, 8)}`)
  await sealPending()
  const access = await requireProjectAccess(cli, made.access.slug, "project:update")
  const webhook = await createWebhook(access, { url, events })
  await sealPending()
  // The making of the webhook is itself something that happened.
  await pool().query(`DELETE FROM "WebhookDelivery" WHERE "webhookId" = $1`, [webhook.id])
  return { made, access, webhook }
}

let version = 0
async function happen(access: Parameters<typeof createConsentText>[0]) {
  const last = await db().consentText.count({ where: { projectId: access.projectId } })
  await createConsentText(access, { markdown: `Text ${++version}`, basedOn: last })
  await sealPending()
}
const due = async () => pool().query(`UPDATE "WebhookDelivery" SET "dueAt" = now() - interval '1 second'`)

test("what happens is told once, signed by Standard Webhooks, and written down", async () => {
  const { hits, url } = await receiver()
  const { access, webhook } = await scene(url)
  await happen(access)
  await sealPending()
  expect(await sendDue(true)).toBe(1)
  expect(await sendDue(true)).toBe(0)
  expect(hits).toHaveLength(1)
  const [hit] = hits
  const id = String(hit?.headers["webhook-id"])
  const timestamp = Number(hit?.headers["webhook-timestamp"])
  expect(Math.abs(timestamp - Date.now() / 1000)).toBeLessThan(60)
  expect(hit?.headers["webhook-signature"]).toBe(signWebhook(webhook.secret, id, timestamp, hit?.body ?? ""))
  expect(JSON.parse(hit?.body ?? "")).toMatchObject({
    type: "consent:create",
    data: { project: access.slug, subjectType: "ConsentText", after: { version: 1 } },
  })
  expect(await listDeliveries(access)).toMatchObject([
    { id, event: "consent:create", status: "DELIVERED", attempts: 1, lastStatus: 204 },
  ])
})

test("only what was asked for: annotations by name, others by theirs, nothing of another project", async () => {
  const { hits, url } = await receiver()
  const { made, access } = await scene(url, ["annotation:create"])
  const other = await scene(url, ["export:create"])
  const task = await addTask(made, "Say hello")
  await addAnswers(made, task.id, await addPerson(made, "Ada"), [{ preference: "A" }])
  await happen(access)
  await happen(other.access)
  await sendDue(true)
  expect(hits.map((hit) => JSON.parse(hit.body) as object)).toMatchObject([
    {
      type: "annotation:create",
      data: { project: access.slug, taskId: task.id, revision: 1, status: "ACCEPTED" },
    },
  ])
})

test("a receiver that fails is asked again, later each time, and given up in the end", async () => {
  const { hits, url } = await receiver(() => 500)
  const { access } = await scene(url)
  await happen(access)
  for (let attempt = 1; attempt <= retryDelays.length; attempt++) {
    await sendDue(true)
    const [delivery] = await listDeliveries(access)
    expect(delivery).toMatchObject({ status: "PENDING", attempts: attempt, lastStatus: 500 })
    const wait = ((delivery?.dueAt.getTime() ?? 0) - Date.now()) / 1000
    const planned = retryDelays[attempt - 1] ?? 0
    expect(wait).toBeGreaterThan(planned - 5)
    expect(wait).toBeLessThan(planned * 1.1 + 5)
    expect(await sendDue(true)).toBe(0)
    await due()
  }
  await sendDue(true)
  expect(await listDeliveries(access)).toMatchObject([{ status: "FAILED", attempts: 10 }])
  expect(new Set(hits.map((hit) => hit.headers["webhook-id"])).size).toBe(1)
  expect(new Set(hits.map((hit) => hit.body)).size).toBe(1)
})

test("410 Gone switches the webhook off; a replay sends the same again and switches it on", async () => {
  const { hits, url } = await receiver((hit) => (hit === 1 ? 410 : 200))
  const { access, webhook } = await scene(url)
  await happen(access)
  await sendDue(true)
  const [delivery] = await listDeliveries(access)
  expect(delivery).toMatchObject({ status: "FAILED", lastStatus: 410 })
  expect((await db().webhook.findUniqueOrThrow({ where: { id: webhook.id } })).disabledAt).not.toBeNull()
  await happen(access)
  expect(await listDeliveries(access)).toHaveLength(1)
  await replayDelivery(access, delivery?.id ?? "")
  await sendDue(true)
  expect(hits).toHaveLength(2)
  expect(hits[1]).toMatchObject({ body: hits[0]?.body, headers: { "webhook-id": delivery?.id } })
  expect((await db().webhook.findUniqueOrThrow({ where: { id: webhook.id } })).disabledAt).toBeNull()
})

test("a redirect is not followed, and a name that leads inside is not called", async () => {
  const { hits, url, port } = await receiver(() => 302)
  const { access, webhook } = await scene(url)
  await happen(access)
  await sendDue(true)
  expect(hits).toHaveLength(1)
  expect(await listDeliveries(access)).toMatchObject([{ status: "PENDING", lastStatus: 302 }])
  for (const address of [
    `https://localhost:${port}/hook`,
    `https://127.0.0.1:${port}/hook`,
    `http://localhost:${port}/`,
  ]) {
    await db().webhook.update({ where: { id: webhook.id }, data: { url: address } })
    await due()
    await sendDue(false)
    expect((await listDeliveries(access))[0], address).toMatchObject({ status: "PENDING", lastStatus: null })
  }
  expect((await listDeliveries(access))[0]?.lastError).toMatch(/https|open internet/)
  expect(hits).toHaveLength(1)
})

test("addresses inside, without TLS or with a password are refused when a webhook is made", async () => {
  const { access } = await scene("http://127.0.0.1:1/")
  process.env.DIPTYCH_WEBHOOKS_PRIVATE = "0"
  forgetEnv()
  for (const url of [
    "http://example.org/",
    "https://10.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest",
    "https://a:b@example.org/",
    "https://2130706433/",
    "https://0x7f.1/",
    "ftp://example.org/",
    "nonsense",
  ]) {
    await expect(createWebhook(access, { url, events: ["*"] }), url).rejects.toMatchObject({
      code: "INVALID_INPUT",
    })
  }
  for (const events of [[], ["everything"], ["a:b", "x"]]) {
    await expect(createWebhook(access, { url: "https://example.org/", events })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    })
  }
  process.env.DIPTYCH_WEBHOOKS_PRIVATE = "1"
  forgetEnv()
})

test("killed while it sends: sent again when the lease has run out, under the same id", async () => {
  const { hits, url, server } = await receiver((hit) => (hit === 1 ? null : 200))
  const { access } = await scene(url)
  await happen(access)
  const child = spawn(process.execPath, ["--import", "tsx", "tests/support/send-child.ts"], {
    stdio: "ignore",
  })
  await once(server, "hit")
  child.kill("SIGKILL")
  await once(child, "exit")
  expect(await sendDue(true)).toBe(0)
  await pool().query(
    `UPDATE "WebhookDelivery" SET "leaseExpiresAt" = now() - interval '1 second' WHERE "status" = 'PENDING'`,
  )
  expect(await sendDue(true)).toBe(1)
  expect(await listDeliveries(access)).toMatchObject([{ status: "DELIVERED", attempts: 2 }])
  expect(hits.map((hit) => hit.headers["webhook-id"])).toEqual([
    hits[0]?.headers["webhook-id"],
    hits[0]?.headers["webhook-id"],
  ])
})

test("many senders at once send each thing once", async () => {
  const { hits, url } = await receiver()
  const { access } = await scene(url)
  for (let i = 0; i < 25; i++) await happen(access)
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      while ((await sendDue(true)) > 0);
    }),
  )
  expect(hits).toHaveLength(25)
  expect(new Set(hits.map((hit) => hit.headers["webhook-id"])).size).toBe(25)
})

test("the commands make, list, log, replay and remove", async () => {
  const { hits, url } = await receiver()
  const { access } = await scene("http://127.0.0.1:1/", ["export:create"])
  const project = { project: access.slug }
  const made = (await run(webhookCreateCommand, [url], { ...project, events: "consent:create,*" })).json as {
    id: string
    secret: string
  }
  expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  await happen(access)
  await sendDue(true)
  expect(hits.length).toBeGreaterThan(0)
  const list = (await run(webhookListCommand, [], project)).json as { webhooks: { id: string }[] }
  expect(list.webhooks.map((row) => row.id)).toContain(made.id)
  expect(JSON.stringify(list)).not.toContain(made.secret)
  const log = (await run(webhookLogCommand, [], project)).json as {
    deliveries: { id: string; status: string }[]
  }
  expect(log.deliveries[0]).toMatchObject({ status: "DELIVERED" })
  await run(webhookReplayCommand, [log.deliveries[0]?.id ?? ""], project)
  const before = hits.length
  await sendDue(true)
  expect(hits.length).toBe(before + 1)
  await run(webhookRemoveCommand, [made.id], project)
  await expect(run(webhookRemoveCommand, [made.id], project)).rejects.toMatchObject({ code: "NOT_FOUND" })
  const audited = JSON.stringify(
    await db().auditEvent.findMany({ select: { after: true }, where: { projectId: access.projectId } }),
  )
  expect(audited).not.toContain(made.secret)
})
