import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Stored } from "@/core/annotate/outbox-rules"
import {
  answeredTokens,
  nextBatch,
  nextSeq,
  retryDelay,
  settleBatch,
  toFault,
  toSyncState,
  unsentAnswers,
} from "@/core/annotate/outbox-rules"
import type { ItemResult } from "@/core/annotate/wire"

const item = (id: number, slug = "p", token = `t${id}`, kind: "undo" | "verdict" = "verdict"): Stored => ({
  id,
  slug,
  item:
    kind === "undo"
      ? { kind, key: `key-${id}`, token, seq: id }
      : { kind, key: `key-${id}`, token, seq: id, protocolVersion: 1, verdict: { side: "left", level: 1 } },
})
const result = (id: number, status: ItemResult["status"], duplicate = false): ItemResult => ({
  key: `key-${id}`,
  status,
  duplicate,
  revision: null,
  code: null,
  message: null,
})

describe("the outbox", () => {
  it("sends the oldest first, one project at a time", () => {
    expect(nextBatch([item(3), item(1), item(2, "q")]).map((one) => one.id)).toEqual([1])
    expect(nextBatch([item(3), item(1), item(2)]).map((one) => one.id)).toEqual([1, 2, 3])
    expect(nextBatch([item(1), item(2)], 50, 1).map((one) => one.id)).toEqual([1])
    expect(nextBatch([])).toEqual([])
  })

  it("lets an item go only on a result of its own, and none after a retry", () => {
    const batch = [item(1), item(2), item(3)]
    expect(settleBatch(batch, [result(3, "accepted"), result(1, "accepted"), result(2, "surplus")])).toEqual({
      leave: [1, 2, 3],
      surplus: 1,
      refused: [],
      again: false,
    })
    expect(
      settleBatch(batch, [result(1, "accepted"), result(2, "retry"), result(3, "accepted")]),
    ).toMatchObject({
      leave: [1],
      again: true,
    })
    expect(settleBatch(batch, [result(9, "accepted")])).toMatchObject({ leave: [], again: true })
  })

  it("never drops an item that has no final result", () => {
    const statuses = ["accepted", "surplus", "superseded", "refused", "retry"] as const
    fc.assert(
      fc.property(fc.array(fc.option(fc.constantFrom(...statuses)), { maxLength: 20 }), (answers) => {
        const batch = answers.map((_, index) => item(index + 1))
        const results = answers.flatMap((status, index) =>
          status === null ? [] : [result(index + 1, status)],
        )
        const { leave } = settleBatch(batch, results)
        for (const id of leave) expect(answers[id - 1]).not.toBe("retry")
        expect(leave).toEqual(batch.slice(0, leave.length).map((one) => one.id))
      }),
    )
  })

  it("knows which tasks are answered, an undo being no answer", () => {
    expect(answeredTokens([item(1, "p", "a"), item(2, "p", "b"), item(3, "p", "a", "undo")])).toEqual(["b"])
    expect(answeredTokens([item(3, "p", "a"), item(2, "p", "a", "undo"), item(1, "p", "a")])).toEqual(["a"])
  })

  it("counts what waits as the server will", () => {
    const steps = (...kinds: ("undo" | "verdict")[]) =>
      unsentAnswers(kinds.map((kind, index) => item(index, "p", "a", kind)))
    expect(steps("verdict")).toBe(1)
    expect(steps("verdict", "undo")).toBe(0)
    expect(steps("undo")).toBe(-1)
    expect(steps("undo", "verdict")).toBe(0)
    expect(steps("verdict", "undo", "verdict")).toBe(1)
    expect(unsentAnswers([item(1), item(2)])).toBe(2)
  })

  it("says what is true", () => {
    expect(toSyncState(0, true, null)).toBe("saved")
    expect(toSyncState(2, true, null)).toBe("waiting")
    expect(toSyncState(0, false, null)).toBe("offline")
    expect(toSyncState(2, true, "offline")).toBe("offline")
    expect(toSyncState(2, true, "server")).toBe("waiting")
    expect(toSyncState(2, false, "sign-in")).toBe("sign-in")
    expect([null, 200, 401, 409, 404, 503].map(toFault)).toEqual([
      "offline",
      undefined,
      "sign-in",
      "other-account",
      "not-a-member",
      "server",
    ])
  })

  it("waits longer each time, never over half a minute", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
        const delay = retryDelay(attempt, random)
        expect(delay).toBeGreaterThanOrEqual(250)
        expect(delay).toBeLessThanOrEqual(30_000)
      }),
    )
  })

  it("counts on when the clock goes back", () => {
    expect(nextSeq(0, 1000)).toBe(1000)
    expect(nextSeq(5000, 1000)).toBe(5001)
  })
})
