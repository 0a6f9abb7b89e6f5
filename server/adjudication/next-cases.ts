import type { z } from "zod"
import { criterionLabel, rulingScale } from "@/core/adjudication/ruling-scale"
import type { Case, NextResponse, nextRequestSchema } from "@/core/adjudication/wire"
import type { WireTurn } from "@/core/annotate/wire"
import type { Messages } from "@/core/messages"
import type { Protocol } from "@/core/protocol"
import type { StoredPreference } from "@/core/verdict"
import { toScreen } from "@/core/verdict"
import type { ProjectAccess } from "@/server/access"
import { requireAdjudicator } from "@/server/adjudication/require-adjudicator"
import { renderTexts, textKey } from "@/server/annotate/render-texts"
import type { DeskLease } from "@/server/data/adjudication/lease-contested"
import { leaseContested } from "@/server/data/adjudication/lease-contested"
import { countContested } from "@/server/data/adjudication/list-contested"
import type { CaseSource, RulingRow } from "@/server/data/adjudication/load-cases"
import { loadCases } from "@/server/data/adjudication/load-cases"
import { refreshContested } from "@/server/data/adjudication/refresh-contested"
import { getAnnotateSetup } from "@/server/data/annotate-setup"

/** Brings an adjudicator's desk up to the tasks it wants, with their texts, and how many wait in all. */
export async function nextCases(
  access: ProjectAccess<"adjudications:create" | "annotations:create" | "tasks:read">,
  request: z.output<typeof nextRequestSchema>,
): Promise<NextResponse> {
  const who = requireAdjudicator(access)
  await refreshContested(access)
  const { protocol } = await getAnnotateSetup(who)
  const { leases, gone } = await leaseContested(who, { ...request, only: request.only })
  const sources = await loadCases(
    who,
    leases.map((lease) => lease.taskId),
  )
  const contents: string[] = []
  const cases = leases.flatMap((lease) => {
    const source = sources.get(lease.taskId)
    return source ? [toCase(source, lease, protocol.definition, contents)] : []
  })
  return {
    cases,
    texts: await renderTexts(who, contents),
    waiting: await countContested(access, request.filter),
    gone,
  }
}

/** Built key by key; nothing is spread in, so nothing can slip along. */
function toCase(source: CaseSource, lease: DeskLease, protocol: Protocol, contents: string[]): Case {
  const toTurns = (messages: Messages): WireTurn[] =>
    messages.map((message) => {
      contents.push(message.content)
      return { role: message.role, text: textKey(message.content) }
    })
  const pair = pairOf(source)
  const contested = source.contested.find((one) => pair && isSamePair(one, pair))
  const shown = pair
    ? lease.swapped
      ? [pair.positionB, pair.positionA]
      : [pair.positionA, pair.positionB]
    : source.completions.map((_, position) => position)
  const newest = source.rulings.find((one) => pair && isSamePair(one, pair))
  return {
    key: `${source.taskId}:${pair ? `${pair.criterion}:${pair.positionA}:${pair.positionB}` : "review"}`,
    task: {
      token: toToken(source.taskId),
      kind: pair ? "PAIRWISE" : source.kind,
      prompt: toTurns(source.prompt),
      panels: shown.map((position) => {
        const completion = source.completions[position]
        return { turns: toTurns(completion?.messages ?? []), isEmpty: completion?.isEmpty ?? true }
      }),
      leaseExpiresAt: lease.expiresAt.toISOString(),
    },
    taskId: source.taskId,
    pair: pair && {
      positionA: pair.positionA,
      positionB: pair.positionB,
      criterion: pair.criterion,
      label: criterionLabel(protocol, pair.criterion) ?? "",
    },
    shown,
    scale: toStripScale(protocol, source.kind),
    reasons: [...(contested?.reasons ?? [])],
    votes: contested?.votes ?? 0,
    review: source.review,
    skips: source.skips.map(({ reason, note }) => ({ reason, note })),
    ownVote: source.ownVote,
    gold: source.gold,
    known: newest?.id ?? null,
    standing: newest ? toStanding(newest, shown) : null,
    leaseExpiresAt: lease.expiresAt.toISOString(),
  }
}

function toStripScale(protocol: Protocol, kind: Protocol["kind"]): Case["scale"] {
  const { points, tie, bothBad, levelNames } = rulingScale(protocol, kind)
  return { points, tie, bothBad, levelNames }
}

type Pair = { readonly positionA: number; readonly positionB: number; readonly criterion: string }

/** The pair to rule on: the least sure one, else the one that was ruled on last, else the only one there is. */
function pairOf(source: CaseSource): Pair | null {
  const first = source.contested[0] ?? source.rulings[0]
  if (first) return first
  return source.kind === "PAIRWISE" ? { positionA: 0, positionB: 1, criterion: "overall" } : null
}

function isSamePair(one: Pair, other: Pair): boolean {
  return (
    one.criterion === other.criterion &&
    one.positionA === other.positionA &&
    one.positionB === other.positionB
  )
}

function toStanding(row: RulingRow, shown: readonly number[]): Case["standing"] {
  const { id, preference, level, bothBad, own, reason, at } = row
  if (preference === null) return null
  const stored: StoredPreference =
    preference === "TIE"
      ? { preference, bothBad, level: null }
      : { preference, bothBad: false, level: level ?? 1 }
  // toScreen speaks of positions 0 and 1: the pair's own first and second text.
  const order = shown[0] === row.positionA ? [0, 1] : [1, 0]
  return { id, own, reason, verdict: toScreen(stored, order), at }
}

/** Only names the page's layers: 22 characters of the task's own id, which reviewers may know. */
function toToken(taskId: string): string {
  return Buffer.from(taskId.replaceAll("-", ""), "hex").toString("base64url")
}
