import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { createUser } from "@/prisma/factories/create-user"
import { signInLimits } from "@/server/auth/limits"
import { hashPassword } from "@/server/auth/password"
import { signIn } from "@/server/auth/sign-in"
import { db } from "@/server/data/db"
import { requireWithinLimit } from "@/server/data/rate-limit"
import { browserHeaders } from "@/tests/support/sign-in"

// Limits count in windows of the clock; a test that ran over the edge of one would count twice.
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2030, 0, 1, 12, 5), toFake: ["Date"] })
})
afterEach(() => {
  vi.useRealTimers()
})

const limit = { max: 3, seconds: 60 }

test("past the limit it says how long to wait; the next window is free", async () => {
  const at = (second: number) => new Date(Date.UTC(2030, 0, 1, 12, 0, second))
  for (let n = 0; n < 3; n += 1) await requireWithinLimit("thing:a", limit, at(10))
  await expect(requireWithinLimit("thing:a", limit, at(35))).rejects.toMatchObject({
    code: "TOO_MANY_REQUESTS",
    message: "Too many tries. Wait 25 seconds and try again.",
    details: { retryAfterSeconds: 25 },
  })
  await requireWithinLimit("thing:b", limit, at(35))
  await requireWithinLimit("thing:a", limit, at(60))
})

test("counts exactly, however many ask at once", async () => {
  const now = new Date(Date.UTC(2030, 0, 2))
  const tries = await Promise.allSettled(
    Array.from({ length: 40 }, async () => requireWithinLimit("crowd:x", { max: 25, seconds: 60 }, now)),
  )
  expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(25)
})

test("keeps no address in clear text and no window older than a day", async () => {
  await requireWithinLimit("old:203.0.113.7", limit, new Date(Date.UTC(2030, 0, 3)))
  await requireWithinLimit("new:203.0.113.7", limit, new Date(Date.UTC(2030, 0, 5)))
  const rows = await db().rateLimit.findMany()
  expect(JSON.stringify(rows)).not.toContain("203.0.113.7")
  expect(rows.some((row) => row.key.startsWith("old:"))).toBe(false)
})

test("an account is closed to guessing from many addresses, also for the right password, and only that account", async () => {
  const passwordHash = await hashPassword("correct horse battery")
  const [target, other] = [await createUser(), await createUser()]
  await db().user.updateMany({ where: { id: { in: [target.id, other.id] } }, data: { passwordHash } })
  const from = (n: number) => browserHeaders({ "x-forwarded-for": `198.51.100.${n}` })
  for (let n = 0; n < signInLimits.account.max; n += 1) {
    await expect(
      signIn("password", { email: target.email, password: "guess" }, from(n)),
    ).rejects.toMatchObject({
      code: "INVALID_INPUT",
    })
  }
  const right = { email: target.email, password: "correct horse battery" }
  await expect(signIn("password", right, from(200))).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" })
  await expect(signIn("password", { ...right, email: other.email }, from(201))).resolves.toBeDefined()
})

test("a right password forgets the wrong ones before it", async () => {
  const user = await createUser()
  await db().user.update({
    where: { id: user.id },
    data: { passwordHash: await hashPassword("correct horse battery") },
  })
  for (let round = 0; round < 2; round += 1) {
    for (let n = 0; n < signInLimits.account.max - 1; n += 1) {
      await expect(
        signIn("password", { email: user.email, password: "guess" }, browserHeaders()),
      ).rejects.toThrow()
    }
    await signIn("password", { email: user.email, password: "correct horse battery" }, browserHeaders())
  }
})

test("one address cannot try links and invitations without end", async () => {
  const headers = browserHeaders({ "x-forwarded-for": "192.0.2.1" })
  const now = new Date()
  for (const name of ["link", "invitation"]) {
    const key = `${name}:address:192.0.2.1`
    for (let n = 0; n < signInLimits.address.max; n += 1)
      await requireWithinLimit(key, signInLimits.address, now)
  }
  await expect(signIn("link", { token: "x" }, headers)).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" })
  const person = { token: "x", email: "a@b.example", name: "A", password: "" }
  await expect(signIn("invitation", person, headers)).rejects.toMatchObject({ code: "TOO_MANY_REQUESTS" })
})
