import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { emptyDraft } from "@/core/annotate/draft"
import type { AnnotateEvent, AnnotateState } from "@/core/annotate/reducer"
import { acceptsVerdict, initialState, reduceAnnotate } from "@/core/annotate/reducer"

const run = (...events: AnnotateEvent[]): AnnotateState => events.reduce(reduceAnnotate, initialState)
const arrived = (...tokens: string[]): AnnotateEvent => ({ type: "arrived", tokens, supply: "ok" })
const chose: AnnotateEvent = { type: "chose", outcome: { kind: "answer", action: "left" } }
const stored: AnnotateEvent = { type: "stored" }

describe("reduceAnnotate", () => {
  it("moves on only once the answer is stored", () => {
    const storing = run(arrived("a", "b"), chose)
    expect(storing).toMatchObject({ phase: "storing", queue: ["a", "b"] })
    expect(acceptsVerdict(storing)).toBe(false)
    expect(reduceAnnotate(storing, chose)).toBe(storing)
    expect(reduceAnnotate(storing, stored)).toMatchObject({
      phase: "judging",
      queue: ["b"],
      history: [{ token: "a" }],
      storing: null,
    })
  })

  it("stays with the task and says why when it could not be stored", () => {
    const state = run(arrived("a"), chose, { type: "hindered", hindrance: { kind: "storage-full" } })
    expect(state).toMatchObject({
      phase: "judging",
      queue: ["a"],
      history: [],
      hindrance: { kind: "storage-full" },
    })
  })

  it("goes on storing whatever other key is pressed meanwhile", () => {
    const storing = run(arrived("a", "b"), chose)
    for (const kind of ["nothing-to-undo", "covered-text", "not-offered"] as const)
      expect(reduceAnnotate(storing, { type: "hindered", hindrance: { kind } })).toBe(storing)
    expect(reduceAnnotate(storing, stored)).toMatchObject({ queue: ["b"], history: [{ token: "a" }] })
  })

  it("says when the store takes its time, and only then", () => {
    expect(run(arrived("a"), chose, { type: "slow" }).hindrance).toEqual({ kind: "storage-slow" })
    expect(run(arrived("a"), { type: "slow" }).hindrance).toBeNull()
    expect(run(arrived("a", "b"), chose, { type: "slow" }, stored).hindrance).toBeNull()
  })

  it("brings the next task with nothing chosen, marked or open", () => {
    const state = run(
      arrived("a", "b"),
      { type: "draft-changed", draft: { ...emptyDraft, note: "because" } },
      { type: "toggle", view: "diff" },
      { type: "panel", panel: "note" },
      chose,
      stored,
    )
    expect(state).toMatchObject({ draft: emptyDraft, before: null, panel: null, diff: false, storing: null })
  })

  it("leaves open what was opened while an answer came back, and nothing else", () => {
    const undone = [
      arrived("a", "b"),
      chose,
      stored,
      { type: "panel", panel: "note" },
      { type: "undo" },
    ] as const
    expect(run(...undone, { type: "restored" }).panel).toBeNull()
    expect(run(...undone, { type: "panel", panel: "help" }, { type: "restored" })).toMatchObject({
      queue: ["a", "b"],
      panel: "help",
    })
  })

  it("is at the end only when nothing is left here and on the server", () => {
    expect(run({ type: "arrived", tokens: [], supply: "empty" }).phase).toBe("empty")
    expect(run({ type: "arrived", tokens: [], supply: "busy" }).phase).toBe("loading")
    expect(run(arrived("a"), { type: "arrived", tokens: [], supply: "empty" }).phase).toBe("judging")
    expect(run({ type: "arrived", tokens: ["a"], supply: "empty" }, chose, stored).phase).toBe("empty")
    expect(run({ type: "arrived", tokens: [], supply: "empty" }, arrived("a")).phase).toBe("judging")
  })

  it("undoes back to the first of the sitting, with what was said and noted", () => {
    const draft = { ...emptyDraft, note: "n" }
    let state = run(arrived("a", "b", "c"), { type: "draft-changed", draft }, chose, stored, chose, stored)
    state = [{ type: "undo" }, { type: "restored" }].reduce<AnnotateState>(
      (s, e) => reduceAnnotate(s, e as AnnotateEvent),
      state,
    )
    expect(state.queue).toEqual(["b", "c"])
    state = reduceAnnotate(reduceAnnotate(state, { type: "undo" }), { type: "restored" })
    expect(state).toMatchObject({
      phase: "judging",
      queue: ["a", "b", "c"],
      history: [],
      draft,
      before: { kind: "answer", action: "left" },
    })
    expect(reduceAnnotate(state, { type: "undo" })).toBe(state)
  })

  it("undoes at the end of the queue too", () => {
    const end = run(
      { type: "arrived", tokens: ["a"], supply: "empty" },
      chose,
      stored,
      { type: "undo" },
      { type: "restored" },
    )
    expect(end).toMatchObject({ phase: "judging", queue: ["a"] })
  })

  it("takes a dropped task out of the queue but not out of view", () => {
    expect(run(arrived("a", "b", "c"), { type: "dropped", tokens: ["a", "b"] }).queue).toEqual(["a", "c"])
  })

  it("never shows a task twice, never loses one, never accepts a key without a task", () => {
    const events = fc.oneof(
      fc.record({
        type: fc.constant("arrived" as const),
        tokens: fc.array(fc.constantFrom("a", "b", "c", "d", "e"), { maxLength: 3 }),
        supply: fc.constantFrom("ok" as const, "empty" as const, "busy" as const),
      }),
      fc.constantFrom<AnnotateEvent>(
        chose,
        stored,
        { type: "undo" },
        { type: "restored" },
        { type: "hindered", hindrance: { kind: "storage-full" } },
      ),
    )
    fc.assert(
      fc.property(fc.array(events, { maxLength: 40 }), (list) => {
        let state = initialState
        const seen = new Set<string>()
        for (const event of list) {
          if (event.type === "arrived") for (const token of event.tokens) seen.add(token)
          state = reduceAnnotate(state, event)
          const all = [...state.queue, ...state.history.map((done) => done.token)]
          expect(new Set(all).size).toBe(all.length)
          expect(new Set(all)).toEqual(seen)
          if (acceptsVerdict(state)) expect(state.queue.length).toBeGreaterThan(0)
          if (state.phase === "empty") expect(state.queue).toEqual([])
        }
      }),
    )
  })
})
