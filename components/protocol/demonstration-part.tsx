"use client"

import type { PartProps } from "@/components/protocol/editor-props"
import { Checkbox } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { Textarea } from "@/components/ui/textarea"
import type { Protocol } from "@/core/protocol"

/** What is to be written, and who looks at it. */
export function DemonstrationPart({ draft, change, faultOf }: PartProps) {
  const { demonstration } = draft
  if (!demonstration) return null
  const set = (part: Partial<NonNullable<Protocol["demonstration"]>>) =>
    change({ demonstration: { ...demonstration, ...part } })
  return (
    <>
      <Field label="People write" error={faultOf("demonstration")} className="max-w-80">
        {(control) => (
          <Select
            {...control}
            value={demonstration.write}
            onChange={(event) =>
              set({ write: event.target.value === "answer" ? "answer" : "prompt-and-answer" })
            }
          >
            <option value="answer">the answer to a prompt</option>
            <option value="prompt-and-answer">the prompt and the answer</option>
          </Select>
        )}
      </Field>
      <Field label="Use cases" optional hint="A line each; the writer chooses one.">
        {(control) => (
          <Textarea
            {...control}
            rows={4}
            value={demonstration.useCases.join("\n")}
            onChange={(event) =>
              set({ useCases: event.target.value === "" ? [] : event.target.value.split("\n") })
            }
            onBlur={() => set({ useCases: demonstration.useCases.filter((line) => line.trim() !== "") })}
          />
        )}
      </Field>
      <Field label="Characters at least" className="max-w-44">
        {(control) => (
          <Input
            {...control}
            type="number"
            min={0}
            value={demonstration.minLength}
            onChange={(event) => set({ minLength: Math.max(0, Math.round(Number(event.target.value))) })}
          />
        )}
      </Field>
      <Checkbox
        label="A second person reviews each text before it is exported"
        checked={demonstration.review}
        onChange={(event) => set({ review: event.target.checked })}
      />
    </>
  )
}
