import { contestWords } from "@/components/adjudicate/case-header"
import { KeyCap } from "@/components/annotate/screen/key-cap"
import { LinkButton } from "@/components/ui/link-button"
import { Notice } from "@/components/ui/notice"
import type { DeskState } from "@/core/adjudication/desk"
import type { Case } from "@/core/adjudication/wire"
import type { Keymap } from "@/core/annotate/keymap"
import type { ContestedFilter } from "@/core/lists/contested-query"
import { contestedQueryDefaults } from "@/core/lists/contested-query"
import { toQueryString } from "@/core/lists/query-string"

/** What was just done with the way back, what did not go through, and both for a screen reader. */
export function DeskStatus({
  state,
  current,
  keymap,
  onUndo,
}: {
  state: DeskState
  current: Case | undefined
  keymap: Keymap
  onUndo: () => void
}) {
  const { toast, fault } = state
  const next = current
    ? `Next task. ${current.reasons.map((reason) => contestWords[reason]).join(". ")}${current.ownVote ? ". You voted on it yourself" : ""}.`
    : state.phase === "empty"
      ? "Nothing waits for a ruling."
      : ""
  return (
    <>
      {fault && current && (
        <Notice tone="warn" live className="desk-fault">
          {fault}
        </Notice>
      )}
      {toast && (
        <div className="toast">
          <span>{toast.text}</span>
          {toast.undo && (
            <button type="button" onPointerDown={(event) => event.preventDefault()} onClick={onUndo}>
              <span className="underline underline-offset-3">Undo</span>
              <KeyCap strokes={keymap.undo} />
            </button>
          )}
        </div>
      )}
      <p role="status" className="sr-only">
        {toast ? `${toast.text} ${next}` : ""}
      </p>
    </>
  )
}

export function EmptyDesk({
  slug,
  filter,
  aside,
  fault,
}: {
  slug: string
  filter: ContestedFilter
  aside: number
  fault: string | null
}) {
  const filtered = toQueryString(filter, contestedQueryDefaults) !== ""
  return (
    <div className="empty" data-testid="desk-empty">
      <h2 className="text-xl">{fault ? "That did not work" : "Nothing waits for a ruling"}</h2>
      <p className="mt-2 max-w-prose text-ink-2">
        {fault ??
          (aside > 0
            ? `You set ${aside} aside; they are in the list still.`
            : filtered
              ? "Nothing fits the filter you chose. Colleagues may have some of it before them."
              : "Where votes disagree, or people skip a task too often, it comes here.")}
      </p>
      <div className="mt-5 flex flex-wrap justify-center gap-2.5">
        <LinkButton href={`/projects/${slug}/adjudicate`} variant="primary">
          Back to the list
        </LinkButton>
      </div>
    </div>
  )
}
