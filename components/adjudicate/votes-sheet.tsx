"use client"

import { closeOn } from "@/components/adjudicate/close-on"
import { Sheet } from "@/components/annotate/screen/sheet"
import { toShort } from "@/components/annotate/screen/text-marks"
import { Skeleton } from "@/components/ui/skeleton"
import type { BlindVote, Case } from "@/core/adjudication/wire"
import type { WireText } from "@/core/annotate/wire"

type BlindFlag = BlindVote["flags"][number]

const ordinals = [
  "First",
  "Second",
  "Third",
  "Fourth",
  "Fifth",
  "Sixth",
  "Seventh",
  "Eighth",
  "Ninth",
  "Tenth",
]

/** How the votes fell and what their givers wrote, without who they are: in a drawn order, under no name. */
export function VotesSheet({
  one,
  texts,
  votes,
  onClose,
}: {
  one: Case
  texts: Readonly<Record<string, WireText>>
  votes: readonly BlindVote[] | null
  onClose: () => void
}) {
  const wordsOf = ({ side, span }: BlindFlag) => {
    const turn = side && one.task.panels[side === "left" ? 0 : 1]?.turns.at(-1)
    return turn && span ? (texts[turn.text]?.raw.slice(span.start, span.end) ?? null) : null
  }
  return (
    <Sheet
      side
      title="Votes and reasons"
      onClose={onClose}
      onKeyDown={(event) => closeOn("v", event, onClose)}
    >
      <p className="mt-1 text-sm text-ink-2">
        In a drawn order, without who gave them. That you looked is kept with the ruling.
      </p>
      {votes === null ? (
        <Skeleton className="mt-5 h-40 w-full" />
      ) : (
        <>
          <Distribution votes={votes} one={one} />
          <ul className="mt-6 grid gap-5" data-testid="votes">
            {votes.map((vote, index) => (
              // Votes have no name on purpose.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <h3 className="text-sm">{ordinals[index] ?? `${index + 1}th`} vote</h3>
                <p className="mt-0.5">
                  {toWords(vote, one)}
                  {vote.confidence !== null && (
                    <span className="text-ink-2">, confidence {vote.confidence}</span>
                  )}
                </p>
                {vote.rationale && <Said label="Reason" text={vote.rationale} />}
                {vote.note && <Said label="Note" text={vote.note} />}
                {vote.flags.map((flag) => (
                  <Said
                    key={`${flag.side}:${flag.label}:${flag.span?.start}:${flag.span?.end}`}
                    label={flag.side ? `Flag on the ${flag.side} text` : "Flag"}
                    text={toFlagText(flag, wordsOf(flag))}
                  />
                ))}
              </li>
            ))}
          </ul>
          {one.skips.length > 0 && (
            <>
              <h3 className="mt-6 text-sm">Skips</h3>
              <ul className="mt-1 grid gap-1 text-sm text-ink-2">
                {one.skips.map((skip, index) => (
                  // Skips have no name on purpose.
                  // oxlint-disable-next-line react/no-array-index-key
                  <li key={index} dir="auto">
                    {skip.reason}
                    {skip.note && `: ${skip.note}`}
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </Sheet>
  )
}

function Distribution({ votes, one }: { votes: readonly BlindVote[]; one: Case }) {
  const count = (test: (vote: BlindVote) => boolean) => votes.filter(test).length
  const rows = [
    ["Left", count((vote) => vote.verdict?.side === "left")],
    ["The same", count((vote) => vote.verdict?.side === "tie" && !vote.verdict.bothBad)],
    ["Both bad", count((vote) => vote.verdict?.side === "tie" && vote.verdict.bothBad)],
    ["Right", count((vote) => vote.verdict?.side === "right")],
    ["Cannot be judged", count((vote) => vote.notRankable)],
  ] as const
  const offered = (label: string) =>
    label === "The same"
      ? one.scale.tie || one.scale.points === 7
      : label === "Both bad"
        ? one.scale.bothBad
        : label !== "Cannot be judged"
  return (
    <dl className="votes-bars">
      {rows
        .filter(([label, n]) => n > 0 || offered(label))
        .map(([label, n]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <span
                aria-hidden
                style={{ inlineSize: `${votes.length === 0 ? 0 : (100 * n) / votes.length}%` }}
              />
              <b className="figures">{n}</b>
            </dd>
          </div>
        ))}
    </dl>
  )
}

function toWords(vote: BlindVote, { scale }: Case): string {
  const { verdict } = vote
  if (vote.notRankable) return "Cannot be judged"
  if (verdict === null) return "No answer to this question"
  if (verdict.side === "tie") return verdict.bothBad ? "Both bad" : "The same"
  const side = verdict.side === "left" ? "Left" : "Right"
  if (scale.points === 2) return `${side} is better`
  return `${side}: ${scale.levelNames[verdict.level - 1] ?? `strength ${verdict.level}`}`
}

/** What was flagged, the words it is about and what was said: "Wrong: “in 1969” · it was later". */
function toFlagText({ label, comment }: BlindFlag, words: string | null): string {
  const flagged = words === null ? label : `${label}: “${toShort(words)}”`
  if (!comment) return flagged
  return words === null ? `${label}: ${comment}` : `${flagged} · ${comment}`
}

function Said({ label, text }: { label: string; text: string }) {
  return (
    <p className="mt-1 text-sm">
      <span className="text-ink-3">{label}: </span>
      <span dir="auto" className="whitespace-pre-wrap wrap-anywhere">
        {text}
      </span>
    </p>
  )
}
