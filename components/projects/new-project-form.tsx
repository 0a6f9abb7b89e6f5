"use client"

import { useState } from "react"
import { FormResult } from "@/components/projects/form-result"
import { PairingFields } from "@/components/projects/pairing-fields"
import { presetTexts } from "@/components/projects/preset-texts"
import { ScaleStrip } from "@/components/projects/scale-strip"
import { useFormAction } from "@/components/projects/use-form-action"
import { Button } from "@/components/ui/button"
import { Field, FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { LinkButton } from "@/components/ui/link-button"
import { RadioCard } from "@/components/ui/radio-group"
import { Textarea } from "@/components/ui/textarea"
import type { ActionResult, FormAction } from "@/core/action-result"
import { fieldError } from "@/core/action-result"
import type { PresetName } from "@/core/presets/registry"
import { pairingOfPreset, presetNames, presets } from "@/core/presets/registry"
import { toSlug } from "@/core/to-slug"

const usual: readonly PresetName[] = ["pairwise-tie", "pairwise", "arena", "graded-4", "graded-7"]
/** As published preference work asked; what is only written is not judged on this page yet. */
const published = presetNames.filter(
  (name) => !usual.includes(name) && presets[name].kind !== "DEMONSTRATION",
)

/** Everything a project needs to begin; all of it but the address can be changed later. */
export function NewProjectForm({ create }: { create: FormAction<never> }) {
  const { result, pending, formProps } = useFormAction(create)
  const [name, setName] = useState("")
  const [ownSlug, setOwnSlug] = useState<string>()
  const [preset, setPreset] = useState<PresetName>("pairwise-tie")
  const slug = ownSlug ?? toSlug(name)
  const card = (each: PresetName) => (
    <RadioCard
      key={each}
      name="preset"
      value={each}
      checked={preset === each}
      onChange={() => setPreset(each)}
      label={presetTexts[each].name}
      hint={presetTexts[each].text}
      picture={<PresetPicture name={each} />}
    />
  )
  return (
    <form {...formProps} className="grid gap-10">
      <section className="panel panel-padded grid gap-5">
        <Field label="Name" error={fieldError(result, "name")}>
          {(control) => (
            <Input
              {...control}
              name="name"
              dir="auto"
              required
              maxLength={120}
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Address"
          hint={`Small letters, digits and hyphens: /projects/${slug || "your-address"}. It cannot be changed later.`}
          error={fieldError(result, "slug") ?? takenSlug(result)}
        >
          {(control) => (
            <Input
              {...control}
              name="slug"
              required
              pattern="[a-z0-9]([a-z0-9\-]{0,62}[a-z0-9])?"
              maxLength={64}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              value={slug}
              onChange={(event) => setOwnSlug(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Guidelines"
          optional
          hint="Markdown. What should people look for, what matters more? Every later change becomes a new version."
        >
          {(control) => <Textarea {...control} name="guidelines" rows={7} className="font-mono" />}
        </Field>
      </section>
      <section className="grid gap-4">
        <h2 className="text-lg">What do people answer?</h2>
        <FieldSet
          legend="What is asked of each task"
          hint="Everything of it can be changed later, as a new version."
          error={fieldError(result, "preset")}
        >
          <div className="grid gap-2 sm:grid-cols-2">{usual.map(card)}</div>
          <details className="mt-2">
            <summary className="cursor-pointer rounded-control py-2 text-sm font-medium text-ink-2 hover:text-ink">
              Protocols of published work
            </summary>
            <div className="mt-2 grid gap-2 sm:grid-cols-2">{published.map(card)}</div>
          </details>
        </FieldSet>
      </section>
      <section className="grid gap-4">
        <h2 className="text-lg">What do they compare?</h2>
        <PairingFields
          // Another kind of task, another default; what was chosen by hand before is for the old kind.
          key={presets[preset].kind}
          pairing={pairingOfPreset(preset)}
          error={fieldError(result, "pairing")}
        />
        <Field
          label="Overlap"
          hint="How many different people judge each task. 1 gets most data for the money; 2 or more tells you how far people agree. Can be changed at any time."
          error={fieldError(result, "overlap")}
        >
          {(control) => (
            <Input
              {...control}
              name="overlap"
              type="number"
              min={1}
              max={100}
              required
              defaultValue={1}
              className="max-w-28"
            />
          )}
        </Field>
      </section>
      <div className="grid gap-4">
        <FormResult result={result} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={pending}>
            {pending ? "Making the project…" : "Make the project"}
          </Button>
          <LinkButton href="/projects" variant="quiet">
            Cancel
          </LinkButton>
        </div>
      </div>
    </form>
  )
}

function PresetPicture({ name }: { name: PresetName }) {
  const { scale } = presets[name]
  return scale ? <ScaleStrip scale={scale} /> : null
}

function takenSlug(result: ActionResult<unknown> | null): string | undefined {
  return result?.ok === false && result.error.code === "CONFLICT" ? result.error.message : undefined
}
