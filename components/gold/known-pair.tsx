import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"

/** The known answer of a pair. */
export function KnownPair({
  tie,
  bothBad,
  error,
}: {
  tie: boolean
  bothBad: boolean
  error: string | undefined
}) {
  return (
    <Field label="Known answer" error={error}>
      {(control) => (
        <Select {...control} name="answer" required defaultValue="">
          <option value="" disabled>
            Choose
          </option>
          <option value="A">Text 1 is better</option>
          <option value="B">Text 2 is better</option>
          {tie && <option value="TIE">The same</option>}
          {bothBad && <option value="BOTH_BAD">Both bad</option>}
        </Select>
      )}
    </Field>
  )
}
