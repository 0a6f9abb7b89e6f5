"use client"

import { useCallback, useEffect, useMemo, useReducer, useRef } from "react"
import { createDeskClient, Refused } from "@/components/adjudicate/desk-client"
import type { DeskDone, DeskState } from "@/core/adjudication/desk"
import { emptyDesk, reduceDesk } from "@/core/adjudication/desk"
import type { Case } from "@/core/adjudication/wire"
import type { AnswerAction } from "@/core/annotate/strip"
import { toVerdict } from "@/core/annotate/strip"
import type { ContestedFilter } from "@/core/lists/contested-query"

/** One in view and one behind it, so that the next is there at once. */
const DESK = 2
/** A lease lasts ten minutes; a page that is looked at renews it. */
const RENEW_MS = 4 * 60_000

type Options = {
  readonly slug: string
  readonly filter: ContestedFilter
  /** A task asked for by a link. */
  readonly only: string | undefined
  readonly reasonRequired: boolean
  readonly words: (action: AnswerAction, one: Case) => string
}

export function useDesk({ slug, filter, only, reasonRequired, words }: Options) {
  const [state, dispatch] = useReducer(reduceDesk, emptyDesk)
  const client = useMemo(() => createDeskClient(slug), [slug])
  const now = useRef<DeskState>(state)
  useEffect(() => {
    now.current = state
  }, [state])

  // An answer to a call that was made before the last ruling knows less than the page does.
  const epoch = useRef(0)
  const load = useCallback(
    async (front?: string) => {
      const { cases, aside } = now.current
      const asked = epoch.current
      try {
        const answer = await client.next({
          filter,
          want: DESK,
          have: cases.map((one) => one.taskId),
          aside: [...aside],
          ...(front !== undefined && { only: front }),
        })
        if (asked === epoch.current)
          dispatch({ type: "arrived", answer, ...(front !== undefined && { front }) })
      } catch (error) {
        dispatch({ type: "refused", fault: toFault(error) })
      }
    },
    [client, filter],
  )

  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    void load(only)
  }, [load, only])

  useEffect(() => {
    const leave = () => {
      const held = now.current.cases.map((one) => one.taskId)
      if (held.length > 0) client.releaseOnLeave(held)
    }
    const renew = setInterval(() => {
      if (document.visibilityState === "visible" && now.current.phase === "ruling") void load()
    }, RENEW_MS)
    window.addEventListener("pagehide", leave)
    return () => {
      clearInterval(renew)
      window.removeEventListener("pagehide", leave)
      leave()
    }
  }, [client, load])

  const { toast } = state
  useEffect(() => {
    if (!toast) return
    const timer = setTimeout(() => dispatch({ type: "toast-over", serial: toast.serial }), 5000)
    return () => clearTimeout(timer)
  }, [toast])

  /** `given` = the reason stands, also an empty one: Enter in its field. */
  const rule = useCallback(
    async (action: AnswerAction) => {
      const { cases, phase, reason, saw, gold } = now.current
      const [one] = cases
      const verdict = one && toVerdict(action, one.scale)
      if (!one?.pair || phase !== "ruling" || !verdict) return
      if ((reasonRequired || gold) && reason.trim() === "") return dispatch({ type: "pending", action })
      dispatch({ type: "storing" })
      try {
        const made = await client.rule({
          task: one.taskId,
          positionA: one.pair.positionA,
          positionB: one.pair.positionB,
          criterion: one.pair.criterion,
          verdict,
          shown: one.shown,
          reason,
          sawVotes: saw.includes(one.key),
          known: one.known,
          gold,
        })
        const said = `Ruled: ${words(action, one)}.${made.gold ? " It is a control task now." : ""}`
        epoch.current += 1
        dispatch({ type: "done", done: { case: one, ruling: made.id, action, reason, said } })
        await load()
      } catch (error) {
        dispatch({ type: "refused", fault: toFault(error) })
        if (error instanceof Refused && error.reason === "ruled-meanwhile")
          await loadKeeping(load, one, dispatch, error)
      }
    },
    [client, load, reasonRequired, words],
  )

  const undo = useCallback(async () => {
    const { history, phase } = now.current
    const done = history.at(-1)
    if (phase === "storing") return
    if (!done) return dispatch({ type: "refused", fault: "Nothing was ruled in this sitting." })
    if (done.ruling === null || !done.case.pair) {
      return dispatch({
        type: "refused",
        fault: "The last step was no ruling: open the task from the list to change it.",
      })
    }
    try {
      await client.rule({
        task: done.case.taskId,
        positionA: done.case.pair.positionA,
        positionB: done.case.pair.positionB,
        criterion: done.case.pair.criterion,
        verdict: null,
        shown: done.case.shown,
        reason: "",
        sawVotes: false,
        known: done.ruling,
      })
      epoch.current += 1
      dispatch({ type: "undone", done })
      await load(done.case.taskId)
    } catch (error) {
      dispatch({ type: "refused", fault: toFault(error) })
    }
  }, [client, load])

  const setAside = useCallback(async () => {
    const [one] = now.current.cases
    if (!one || now.current.phase !== "ruling") return
    epoch.current += 1
    dispatch({ type: "aside" })
    // The next call tells the server too, and brings another one.
    now.current = {
      ...now.current,
      aside: [...now.current.aside, one.taskId],
      cases: now.current.cases.slice(1),
    }
    await load()
  }, [load])

  const review = useCallback(
    async (to: "queue" | "retire") => {
      const { cases, phase, reason } = now.current
      const [one] = cases
      if (!one || phase !== "ruling") return
      dispatch({ type: "storing" })
      try {
        await client.review({ task: one.taskId, to, reason })
        const said =
          to === "queue" ? "Back in the queue, its skips counted anew." : "Out of the queue for good."
        epoch.current += 1
        dispatch({ type: "done", done: { case: one, ruling: null, action: null, reason, said } })
        await load()
      } catch (error) {
        dispatch({ type: "refused", fault: toFault(error) })
      }
    },
    [client, load],
  )

  const openVotes = useCallback(async () => {
    const [one] = now.current.cases
    if (!one?.pair) return
    dispatch({ type: "panel", panel: "votes" })
    if (now.current.votes) return
    try {
      const { positionA, positionB, criterion } = one.pair
      const { votes } = await client.votes({
        task: one.taskId,
        positionA: String(positionA),
        positionB: String(positionB),
        criterion,
        left: String(one.shown[0] ?? 0),
      })
      dispatch({ type: "votes", key: one.key, votes })
    } catch (error) {
      dispatch({ type: "panel", panel: null })
      dispatch({ type: "refused", fault: toFault(error) })
    }
  }, [client])

  return { state, dispatch, load, rule, undo, setAside, review, openVotes }
}

export type Desk = ReturnType<typeof useDesk>

/** Brings the task again with the ruling that came in between, and goes on saying what happened. */
async function loadKeeping(
  load: (front: string) => Promise<void>,
  one: DeskDone["case"],
  dispatch: Desk["dispatch"],
  error: Refused,
): Promise<void> {
  await load(one.taskId)
  dispatch({ type: "refused", fault: error.message })
}

function toFault(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong; nothing was stored."
}
