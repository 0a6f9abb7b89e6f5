import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import type { RoundChoice } from "@/core/rounds/round"
import { roundLabel } from "@/core/rounds/round"

/** Which round the new completions and tasks belong to; the active one unless another is chosen. */
export function IntoRound({
  rounds,
  round,
  onChoose,
}: {
  rounds: readonly RoundChoice[]
  /** Null = as the project says. */
  round: string | null
  onChoose: (round: string) => void
}) {
  const active = rounds.find((one) => one.active)
  return (
    <Field
      label="Round"
      hint="Of what is new. What is here already keeps the round it came in."
      className="max-w-96"
    >
      {(control) => (
        <Select
          {...control}
          value={round ?? (active ? String(active.number) : "none")}
          onChange={(event) => onChoose(event.target.value)}
        >
          {rounds
            .filter((one) => !one.closed)
            .map((one) => (
              <option key={one.number} value={one.number}>
                {roundLabel(one)}
                {one.active && " (active)"}
              </option>
            ))}
          <option value="none">No round</option>
        </Select>
      )}
    </Field>
  )
}
