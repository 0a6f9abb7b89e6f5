import { makeWorld } from "@/tests/support/annotate-world"
import { holdQueue } from "@/tests/support/hold-queue"

/**
 * 200 people at once over 10,000 tasks, overlap 3, processes killed with -9 at random and leases running
 * out: how many tasks are over their quota, judged twice by one person, or starved; then the same through
 * two app processes.
 *
 *     DATABASE_URL=postgresql://… DIPTYCH_SECRET=… npx tsx bench/hold.ts [tasks = 10000] [people = 200]
 *
 * Makes projects of its own in that database, which needs the migrations. Prints a table and one line of
 * JSON; exits 1 where anything but zeros comes out.
 */
const tasks = Number(process.argv[2] ?? 10_000)
const people = Number(process.argv[3] ?? 200)

const runs = []
for (const [name, processes, kills] of [
  ["ten processes, twenty kills", 10, 20],
  ["two app processes, four kills", 2, 4],
] as const) {
  const world = await makeWorld({ tasks, overlap: 3, skipLimit: 100 })
  const wish = { processes, people, kills, lifeMs: 12_000, seed: processes, spoil: 0.1 }
  runs.push({ run: name, tasks, people, ...(await holdQueue(world, wish)) })
}
console.table(runs)
console.log(JSON.stringify({ bench: "hold", runs }))
const bad = runs.filter((run) => run.overQuota + run.doubled + run.starved + run.lost + run.broken > 0)
process.exit(bad.length > 0 ? 1 : 0)
