import { countText } from "@/components/imports/byte-text"
import { Stat, StatRow } from "@/components/ui/stat"
import type { CheckView, CountsView } from "@/core/import-view"

const kinds = [
  ["prompts", "Prompts"],
  ["completions", "Completions"],
  ["labels", "Imported labels"],
  ["tasks", "Tasks"],
] as const

/** What would be stored, and what it costs in judgments: counted, not guessed. */
export function CheckPanel({ check }: { check: CheckView }) {
  return (
    <div className="panel panel-padded">
      <StatRow>
        {toStats(check)}
        <Stat label="Judgments wanted" value={countText(check.judgments)} note="for the new tasks" />
        {check.heldBack > 0 && (
          <Stat
            label="Held back"
            value={countText(check.heldBack)}
            note="prompts over the cap per source user"
            tone="warn"
          />
        )}
      </StatRow>
    </div>
  )
}

/** What was stored. */
export function CountsPanel({ counts }: { counts: CountsView }) {
  return (
    <div className="panel panel-padded">
      <StatRow>{toStats(counts)}</StatRow>
    </div>
  )
}

function toStats(counts: CountsView) {
  return kinds
    .filter(([kind]) => kind !== "labels" || counts.labels.added + counts.labels.existing > 0)
    .map(([kind, label]) => (
      <Stat
        key={kind}
        label={label}
        value={countText(counts[kind].added)}
        note={counts[kind].existing > 0 ? `new, ${countText(counts[kind].existing)} there already` : "new"}
      />
    ))
}
