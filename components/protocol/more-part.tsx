"use client"

import type { PartProps } from "@/components/protocol/editor-props"
import { Checkbox } from "@/components/ui/checkbox"
import { Field, FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import { Textarea } from "@/components/ui/textarea"
import type { Protocol } from "@/core/protocol"

const turnModes = { whole: "Judged as a whole", each: "Judged turn by turn, in order" } as const

const reasonModes = { off: "Not asked for", optional: "May be given", required: "Must be given" } as const

/** Question, priorities, reason, and what else a pair, a ranking or a text to write can ask. */
export function MorePart({ draft, change, faultOf }: PartProps) {
  const { rationale, ranking } = draft
  return (
    <>
      <Field
        label="Question"
        optional
        hint="Stands above the texts. Empty: the page's own words."
        error={faultOf("question")}
      >
        {(control) => (
          <Input
            {...control}
            dir="auto"
            maxLength={300}
            value={draft.question}
            onChange={(event) => change({ question: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="What matters first"
        optional
        hint="A line each, most important first; shown with the keys."
      >
        {(control) => (
          <Textarea
            {...control}
            rows={3}
            dir="auto"
            value={draft.priorities.join("\n")}
            onChange={(event) => change({ priorities: toLines(event.target.value) })}
            onBlur={() => change({ priorities: draft.priorities.filter((line) => line.trim() !== "") })}
          />
        )}
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Reason">
          {(control) => (
            <Select
              {...control}
              value={rationale.mode}
              onChange={(event) => change({ rationale: { ...rationale, mode: toMode(event.target.value) } })}
            >
              {Object.entries(reasonModes).map(([mode, label]) => (
                <option key={mode} value={mode}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {rationale.mode === "required" && (
          <Field label="Characters at least">
            {(control) => (
              <Input
                {...control}
                type="number"
                min={0}
                value={rationale.minLength}
                onChange={(event) =>
                  change({ rationale: { ...rationale, minLength: Math.max(0, Number(event.target.value)) } })
                }
              />
            )}
          </Field>
        )}
      </div>
      {draft.kind !== "DEMONSTRATION" && (
        <Field
          label="Answers of several turns"
          hint="Holds for what is imported from now on; tasks there are stay as they are."
          className="max-w-80"
        >
          {(control) => (
            <Select
              {...control}
              value={draft.turns}
              onChange={(event) => change({ turns: event.target.value === "each" ? "each" : "whole" })}
            >
              {Object.entries(turnModes).map(([mode, label]) => (
                <option key={mode} value={mode}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {draft.kind === "PAIRWISE" && <PairFields draft={draft} change={change} faultOf={faultOf} />}
      {draft.kind === "RANKING" && (
        <FieldSet legend="Ranking">
          <Checkbox
            label="Two texts may share a rank"
            checked={ranking.ties}
            onChange={(event) => change({ ranking: { ...ranking, ties: event.target.checked } })}
          />
          <Checkbox
            label="Texts may be left out"
            hint="They are in no comparison then."
            checked={ranking.partial}
            onChange={(event) => change({ ranking: { ...ranking, partial: event.target.checked } })}
          />
        </FieldSet>
      )}
    </>
  )
}

function PairFields({ draft, change, faultOf }: PartProps) {
  return (
    <FieldSet legend="Besides" error={faultOf("editBetter") ?? faultOf("asks")}>
      <Checkbox
        label="Ask for the worse of the two"
        hint="For red-teaming. The other one is stored as the better."
        checked={draft.asks === "worse"}
        onChange={(event) => change({ asks: event.target.checked ? "worse" : "better" })}
      />
      <Checkbox
        label="The better answer can be edited"
        checked={draft.editBetter}
        onChange={(event) => change({ editBetter: event.target.checked })}
      />
      <Checkbox
        label="Ask how sure people are, 1 to 9"
        checked={draft.confidence}
        onChange={(event) => change({ confidence: event.target.checked })}
      />
      <Checkbox
        label="A note before the prompt is shown"
        hint="People read the texts and write what they take from them; then the prompt appears."
        checked={draft.noteFirst}
        onChange={(event) => change({ noteFirst: event.target.checked })}
      />
    </FieldSet>
  )
}

function toLines(text: string): string[] {
  return text === "" ? [] : text.split("\n")
}

function toMode(value: string): Protocol["rationale"]["mode"] {
  return value === "off" || value === "required" ? value : "optional"
}
