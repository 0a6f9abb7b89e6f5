import type { InstanceRole } from "@/core/permissions"
import { createRng } from "@/stats/random"
import { requireProjectAccess } from "@/server/access"
import { closeDb } from "@/server/data/close-db"
import { claim, send, skip, verdict } from "@/tests/support/annotate-client"
import type { Person } from "@/tests/support/annotate-world"

// One app process with many people at work at once, which can be killed at any moment:
// `claim-child.ts SLUG SEED SPOIL USER…`. Each person claims, answers, skips, walks off with a task or
// answers long after the lease; SPOIL is the share that is not simply answered. Ends when the queue is
// empty for everybody. Prints "ready", then every key that was acknowledged: it must be found later.
const [slug = "", seed = "0", spoil = "0", ...users] = process.argv.slice(2)
const member: InstanceRole = "MEMBER"

async function work(userId: string, index: number): Promise<void> {
  const random = createRng(Number(seed) * 1009 + index)
  const actor = { kind: "user", userId, sessionId: userId, instanceRole: member } as const
  const access = await requireProjectAccess(actor, slug, "annotations:create")
  const person: Person = { userId, email: "", access }
  for (let idle = 0; idle < 3; ) {
    const claimed = await claim(person)
    if (claimed.leases.length === 0) {
      idle += claimed.state === "empty" ? 1 : 0
      await new Promise((resolve) => setTimeout(resolve, 20 + random() * 60))
      continue
    }
    const items = claimed.leases.flatMap(({ token }) => {
      const dice = random() / Number(spoil)
      // Walks off: the lease runs out.
      if (dice < 0.4) return []
      if (dice < 0.6) return [skip(token)]
      return [verdict(token, { verdict: { side: random() < 0.5 ? "left" : "right", level: 1 } })]
    })
    if (random() < Number(spoil) / 4) await new Promise((resolve) => setTimeout(resolve, 600 * random()))
    const results = await send(person, ...items)
    const kept = results.filter(({ status }) => status === "accepted" || status === "surplus")
    process.stdout.write(kept.map(({ key }) => `${key}\n`).join(""))
  }
}

process.stdout.write("ready\n")
await Promise.all(users.map(work))
await closeDb()
