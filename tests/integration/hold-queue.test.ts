import { expect, test } from "vitest"
import { makeWorld } from "@/tests/support/annotate-world"
import type { HoldResult } from "@/tests/support/hold-queue"
import { holdQueue } from "@/tests/support/hold-queue"

// The small twin of bench/hold.ts, which runs 200 people over 10,000 tasks.
const zeros = { overQuota: 0, doubled: 0, starved: 0, lost: 0, broken: 0 }
const spoilt = { spoil: 0.15, lifeMs: 800 }

function expectWork(result: HoldResult, judgments: number): void {
  expect(result).toMatchObject(zeros)
  expect(result.annotations).toBeGreaterThanOrEqual(judgments)
  expect(result.acknowledged).toBeGreaterThan(judgments / 2)
}

test("three processes, all killed with -9, leases running out: no task over quota, doubled or starved", async () => {
  const world = await makeWorld({ tasks: 100, overlap: 3, skipLimit: 100 })
  const result = await holdQueue(world, { processes: 3, people: 24, kills: 3, seed: 1, ...spoilt })
  expectWork(result, 300)
  expect(result.killed).toBeGreaterThan(0)
}, 180_000)

test("the same through two app processes on one database, with overlap that adapts and gold among it", async () => {
  const queue = { adaptiveCap: 4, adaptiveTarget: 0.9, goldRate: 10, repeatRate: 5 }
  const world = await makeWorld({ tasks: 100, skipLimit: 100, queue })
  const result = await holdQueue(world, { processes: 2, people: 24, kills: 1, seed: 2, ...spoilt })
  expectWork(result, 130)
}, 180_000)
