import { countText } from "@/components/imports/byte-text"
import { CountsPanel } from "@/components/imports/check-panel"
import { Button } from "@/components/ui/button"
import { LinkButton } from "@/components/ui/link-button"
import { Notice } from "@/components/ui/notice"
import { TextLink } from "@/components/ui/text-link"
import type { ImportRunView } from "@/core/import-view"

/** It is in: what was added, and where to go from here. */
export function ImportDone({
  run,
  path,
  onAgain,
}: {
  run: ImportRunView
  path: string
  onAgain: () => void
}) {
  return (
    <div className="grid gap-5">
      <Notice tone="good" title="Imported" live>
        <p>
          {run.files.map((file) => file.name).join(", ")}
          {run.badRowCount > 0 && ` · ${countText(run.badRowCount)} bad rows left out`}
        </p>
      </Notice>
      {run.counts && <CountsPanel counts={run.counts} />}
      {run.leaks > 0 && (
        <Notice tone="warn">
          <p>
            {countText(run.leaks)} new {run.leaks === 1 ? "completion names its" : "completions name their"}{" "}
            model. <TextLink href={`${path}/leaks?run=${run.id}`}>See where, mask or hold back</TextLink>
          </p>
        </Notice>
      )}
      {run.heldBack > 0 && (
        <Notice tone="warn">
          <p>
            {countText(run.heldBack)} {run.heldBack === 1 ? "prompt is" : "prompts are"} held back: their
            source users are over the cap. <TextLink href={`${path}/prompts?state=cap`}>See which</TextLink>
          </p>
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <LinkButton href={`${path}/tasks`} variant="primary">
          See the tasks
        </LinkButton>
        <LinkButton href={`${path}/members`}>Invite people</LinkButton>
        <Button onClick={onAgain}>Import more</Button>
      </div>
    </div>
  )
}
