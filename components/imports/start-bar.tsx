import { countText } from "@/components/imports/byte-text"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Notice } from "@/components/ui/notice"
import type { CheckView, ImportRunView } from "@/core/import-view"

/** The last step: what stands in the way, and the button. */
export function StartBar({
  check,
  status,
  skip,
  ready,
  onSkip,
  onCheck,
  onStart,
}: {
  check: CheckView | null
  status: ImportRunView["status"]
  skip: boolean
  ready: boolean
  onSkip: (skip: boolean) => void
  onCheck: () => void
  onStart: () => void
}) {
  if (!check) {
    return (
      <Notice
        tone="warn"
        title={status === "CANCELLED" ? "Cancelled; nothing was stored" : "Not counted yet"}
        live
      >
        <Button size="sm" className="mt-2" onClick={onCheck}>
          Count again
        </Button>
      </Notice>
    )
  }
  const nothing = ["prompts", "completions", "labels", "tasks"] as const
  const isKnown = nothing.every((kind) => check[kind].added === 0) && check.badRowCount === 0
  return (
    <div className="grid gap-4">
      {check.refused && (
        <Notice tone="bad" title="A file cannot be read to its end">
          <p>Nothing can be imported until it is mended: nobody knows what is missing from it.</p>
        </Notice>
      )}
      {isKnown && (
        <Notice title="Everything is here already">
          <p>These files were imported before; importing them again adds nothing.</p>
        </Notice>
      )}
      {check.badRowCount > 0 && !check.refused && (
        <Checkbox
          checked={skip}
          onChange={(event) => onSkip(event.target.checked)}
          label={`Leave the ${countText(check.badRowCount)} bad ${check.badRowCount === 1 ? "row" : "rows"} out and import the rest`}
          hint="Otherwise nothing is imported. They are counted and stay downloadable."
        />
      )}
      <div>
        <Button variant="primary" disabled={!ready} onClick={onStart}>
          {check.tasks.added > 0 ? `Import and make ${countText(check.tasks.added)} tasks` : "Import"}
        </Button>
      </div>
    </div>
  )
}
