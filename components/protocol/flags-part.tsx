"use client"

import { Plus, Trash2 } from "lucide-react"
import type { PartProps } from "@/components/protocol/editor-props"
import { withEntry } from "@/components/protocol/editor-props"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import type { Protocol } from "@/core/protocol"
import { toSlug } from "@/core/to-slug"

type Flag = Protocol["flags"][number]

/** What people can mark on a text, each with a help text. */
export function FlagsPart({ draft, change, faultOf }: PartProps) {
  const { flags } = draft
  const put = (index: number, part: Partial<Flag> | null) => {
    const flag = flags[index]
    if (flag) change({ flags: withEntry(flags, index, part && { ...flag, ...part }) })
  }
  return (
    <FieldSet legend="Flags" error={faultOf("flags")}>
      {flags.map((flag, index) => (
        <div
          // A flag has no name of its own until it is typed.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[12rem_minmax(0,1fr)_auto]"
        >
          <Input
            aria-label={`Label of flag ${index + 1}`}
            value={flag.label}
            onChange={(event) => put(index, relabelled(flag, event.target.value))}
          />
          <Input
            aria-label={`Help of flag ${index + 1}`}
            className="max-sm:col-span-2 max-sm:row-start-2"
            value={flag.help}
            onChange={(event) => put(index, { help: event.target.value })}
          />
          <Button variant="quiet" aria-label={`Remove ${flag.label}`} onClick={() => put(index, null)}>
            <Trash2 aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() =>
          change({
            flags: [
              ...flags,
              { type: `flag-${flags.length + 1}`, label: `Flag ${flags.length + 1}`, help: "" },
            ],
          })
        }
      >
        <Plus aria-hidden className="size-4" /> Add a flag
      </Button>
      {flags.length > 0 && (
        <Checkbox
          label="May name a part of a text, with a comment"
          checked={draft.flagSpans}
          onChange={(event) => change({ flagSpans: event.target.checked })}
        />
      )}
    </FieldSet>
  )
}

function relabelled(flag: Flag, label: string): Partial<Flag> {
  return flag.type === toSlug(flag.label) ? { label, type: toSlug(label) || flag.type } : { label }
}
