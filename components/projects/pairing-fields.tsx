"use client"

import { type ReactNode, useState } from "react"
import { Field, FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { RadioCard } from "@/components/ui/radio-group"

type Kind = "balanced" | "all" | "against" | "kwise" | "as-imported"

const kinds: readonly { kind: Kind; label: string; hint: string }[] = [
  {
    kind: "balanced",
    label: "Balanced pairs",
    hint: "A few pairs per prompt, chosen so that every two models meet equally often. The cost stays small however many models there are.",
  },
  {
    kind: "all",
    label: "All pairs",
    hint: "Every two answers of a prompt: 6 pairs for 4 answers, 66 for 12. Complete, and dear.",
  },
  {
    kind: "against",
    label: "Against one model",
    hint: "Every answer against that of one model, your baseline. Good for “is it better than what we have?”.",
  },
  {
    kind: "kwise",
    label: "Rankings",
    hint: "Groups of 3 to 9 answers, put in order. Each ranking gives all of its pairs at once.",
  },
  {
    kind: "as-imported",
    label: "As imported",
    hint: "Only the pairs or groups that the rows of your files state.",
  },
]

/** How answers become tasks, said in plain words; sends one field, `pairing`, in its written form. */
export function PairingFields({
  pairing,
  error,
}: {
  /** What the protocol is meant for. */
  pairing: string
  error?: string | undefined
}) {
  const [kind, setKind] = useState<Kind>(pairing.startsWith("kwise") ? "kwise" : "balanced")
  const [n, setN] = useState("3")
  const [k, setK] = useState("4")
  const [model, setModel] = useState("")
  const written = { balanced: `balanced:${n}`, kwise: `kwise:${k}`, against: `against:${model}` }
  const value = kind === "all" || kind === "as-imported" ? kind : written[kind]
  const details: Partial<Record<Kind, ReactNode>> = {
    balanced: (
      <Field label="Pairs per prompt" className="max-w-44">
        {(control) => (
          <Input
            {...control}
            type="number"
            min={1}
            max={1000}
            required
            value={n}
            onChange={(event) => setN(event.target.value)}
          />
        )}
      </Field>
    ),
    kwise: (
      <Field label="Answers per ranking" className="max-w-44">
        {(control) => (
          <Input
            {...control}
            type="number"
            min={3}
            max={9}
            required
            value={k}
            onChange={(event) => setK(event.target.value)}
          />
        )}
      </Field>
    ),
    against: (
      <Field label="Baseline model" hint="Its name as it will stand in your files." className="max-w-96">
        {(control) => (
          <Input {...control} required value={model} onChange={(event) => setModel(event.target.value)} />
        )}
      </Field>
    ),
  }
  const detail = details[kind]
  return (
    <FieldSet
      legend="How answers become tasks"
      hint="Used when you import. Before an import starts you see how many tasks and judgments it makes."
      error={error}
    >
      <input type="hidden" name="pairing" value={value} />
      {kinds.map((each) => (
        <div key={each.kind} className="grid gap-3">
          <RadioCard
            name="pairing-kind"
            value={each.kind}
            checked={kind === each.kind}
            onChange={() => setKind(each.kind)}
            label={each.label}
            hint={each.hint}
          />
          {kind === each.kind && detail && (
            <div className="ms-4 mb-3 border-s-2 border-accent-line ps-4">{detail}</div>
          )}
        </div>
      ))}
    </FieldSet>
  )
}
