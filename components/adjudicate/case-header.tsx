import type { ContestReason } from "@/core/adjudication/contest"
import type { Case } from "@/core/adjudication/wire"
import { skipReasons } from "@/core/annotate/skip-reasons"

export const contestWords: Readonly<Record<ContestReason, string>> = {
  SPLIT: "The votes are split",
  STRENGTH: "More votes one way, stronger ones the other",
  POSTERIOR: "The leading answer is not sure enough",
}

/** Why this task lies here, and what else is to be known before ruling. Says nothing about who or which way. */
export function CaseHeader({ one }: { one: Case }) {
  // A split vote is never sure: one of the two says it all.
  const reasons = one.reasons.filter((reason) => reason !== "POSTERIOR" || one.reasons.length === 1)
  const why = [
    ...reasons.map((reason) => contestWords[reason]),
    ...(one.review ? [`Skipped: ${skipWords(one)}`] : []),
  ]
  return (
    <div className="case-header">
      <p>
        {one.pair?.label && <strong dir="auto">{one.pair.label}: </strong>}
        {why.length > 0 ? why.join(" · ") : "Asked for by name"}
        {one.votes > 0 && ` · ${one.votes} votes`}
      </p>
      {one.standing && (
        <p>
          Ruled before{one.standing.own ? " by you" : ""}
          {one.standing.reason !== "" && (
            <>
              : <q dir="auto">{one.standing.reason}</q>
            </>
          )}
          . A new ruling replaces it.
        </p>
      )}
      {one.ownVote && <p className="font-medium text-warn">You voted on this task yourself.</p>}
      {one.gold && <p>It is a control task.</p>}
    </div>
  )
}

function skipWords({ skips }: Case): string {
  const counts = new Map<string, number>()
  for (const { reason } of skips) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  const label = (reason: string) => skipReasons.find((one) => one.reason === reason)?.label ?? reason
  return (
    [...counts]
      .map(([reason, count]) => (count > 1 ? `${label(reason)} (${count})` : label(reason)))
      .join("; ") || "no reason kept"
  )
}
