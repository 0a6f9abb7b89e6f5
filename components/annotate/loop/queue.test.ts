import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { Line } from "@/components/annotate/loop/line"
import { Queue } from "@/components/annotate/loop/queue"
import { MemoryStore } from "@/components/annotate/preview/memory-store"
import { inventedSample, toPreviewLease } from "@/core/annotate/sample-task"
import { toWireProtocol } from "@/core/annotate/to-wire-protocol"
import type { LeaseResponse } from "@/core/annotate/wire"
import { presets } from "@/core/presets/registry"

// As on a page without TLS: no locks between tabs.
beforeAll(() => void vi.stubGlobal("navigator", {}))
afterAll(() => void vi.unstubAllGlobals())

test("a task that was answered and undone while the server was asked is not taken for lost", async () => {
  const protocol = toWireProtocol(1, presets["pairwise-tie"])
  const lease = toPreviewLease(inventedSample, protocol, 0, "2026-01-01T00:00:00.000Z")
  const [undone = "", lost = ""] = lease.tasks.map((task) => task.token)
  const store = new MemoryStore("ada", "trial")
  const answers: Promise<LeaseResponse>[] = [Promise.resolve(lease)]
  const gone: string[] = []
  const queue = new Queue({
    store,
    line: new Line({
      base: "",
      random: () => 0,
      onChange: () => {},
      fetch: async () => Response.json(await answers.shift()),
    }),
    isShown: () => false,
    idleMs: () => 0,
    knows: () => ({}),
    confirmed: () => 0,
    onLease: () => {},
    onTasks: () => {},
    onGone: (tokens) => gone.push(...tokens),
    onChange: () => {},
  })
  await queue.lease(false)
  let answerLate: (answer: LeaseResponse) => void = () => {}
  answers.push(
    new Promise((resolve) => {
      answerLate = resolve
    }),
  )
  const asking = queue.lease(false)
  // The server saw the answer to the first task, and not yet its undo.
  await queue.bring(undone)
  answerLate({ ...lease, tasks: [], held: [], gone: [undone, lost] })
  await asking
  expect(gone).toEqual([lost])
  expect(await store.isOpen(undone)).toBe(true)

  // Asked again after the undo, the server's word counts.
  answers.push(Promise.resolve({ ...lease, tasks: [], held: [], gone: [undone] }))
  await queue.lease(false)
  expect(gone).toEqual([lost, undone])
  queue.stop()
})
