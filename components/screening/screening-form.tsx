"use client"

import { useState } from "react"
import { FormResult } from "@/components/projects/form-result"
import { useFormAction } from "@/components/projects/use-form-action"
import { PartFields } from "@/components/screening/part-fields"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Notice } from "@/components/ui/notice"
import { Switch } from "@/components/ui/switch"
import { type FormAction, fieldError } from "@/core/action-result"
import { instructGptScreening, type ScreeningPart, type ScreeningSettings } from "@/core/screening/settings"
import type { ScreeningSetup } from "@/core/screening/views"

const start: ScreeningSettings = {
  parts: [{ kind: "gold", name: "main", title: "Comparing answers", tasks: 20, threshold: 0.75 }],
  attempts: 2,
  waitHours: 24,
}

/** Whether the project is a qualification, and of what it is made. */
export function ScreeningForm({
  slug,
  setup,
  save,
}: {
  slug: string
  setup: ScreeningSetup
  save: FormAction<null>
}) {
  const { result, pending, formProps } = useFormAction(save)
  const [on, setOn] = useState(setup.settings !== null)
  const [settings, setSettings] = useState<ScreeningSettings>(setup.settings ?? start)
  const setPart = (index: number, part: ScreeningPart | null) =>
    setSettings((before) => ({
      ...before,
      parts: before.parts.flatMap((one, i) => (i === index ? (part ? [part] : []) : [one])),
    }))
  return (
    <form {...formProps} className="panel panel-padded grid gap-5">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="settings" value={on ? JSON.stringify(settings) : ""} />
      <Switch
        checked={on}
        onChange={(event) => setOn(event.target.checked)}
        label="This project is a screening"
        hint="It gives nothing but its gold tasks, part by part, and tells each person how it went."
      />
      {on && (
        <>
          <GoldThere parts={setup.goldParts} settings={settings} />
          <ul className="grid gap-4">
            {settings.parts.map((part, index) => (
              // Parts have no identity beyond their place while they are typed.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <PartFields
                  part={part}
                  number={index + 1}
                  onChange={(next) => setPart(index, next)}
                  onRemove={settings.parts.length > 1 ? () => setPart(index, null) : null}
                />
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              onClick={() =>
                setSettings((before) => ({
                  ...before,
                  parts: [...before.parts, newPart(before.parts.length)],
                }))
              }
            >
              Add a part
            </Button>
            <Button size="sm" variant="quiet" onClick={() => setSettings(instructGptScreening)}>
              Take InstructGPT’s cut-offs
            </Button>
          </div>
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field label="Attempts" hint="Each brings other tasks, so there must be gold for all of them.">
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  min={1}
                  max={20}
                  required
                  value={settings.attempts}
                  onChange={(event) => setSettings({ ...settings, attempts: event.target.valueAsNumber })}
                />
              )}
            </Field>
            <Field label="Hours before the next attempt">
              {(control) => (
                <Input
                  {...control}
                  type="number"
                  min={0}
                  max={8760}
                  required
                  value={settings.waitHours}
                  onChange={(event) => setSettings({ ...settings, waitHours: event.target.valueAsNumber })}
                />
              )}
            </Field>
          </div>
        </>
      )}
      {fieldError(result, "settings") ? (
        <Notice tone="bad" live>
          {fieldError(result, "settings")}
        </Notice>
      ) : (
        <FormResult result={result} done={() => "Saved."} />
      )}
      <div>
        <Button type="submit" variant="primary" busy={pending}>
          Save the screening
        </Button>
      </div>
    </form>
  )
}

function newPart(number: number): ScreeningPart {
  return { kind: "gold", name: `part-${number + 1}`, title: "", tasks: 20, threshold: 0.75 }
}

/** Whether there is gold enough for every attempt. */
function GoldThere({ parts, settings }: { parts: ScreeningSetup["goldParts"]; settings: ScreeningSettings }) {
  const there = new Map(parts.map((one) => [one.part, one.tasks]))
  const short = settings.parts.flatMap((part) => {
    if (part.kind !== "gold") return []
    const needed = part.tasks * settings.attempts
    const has = there.get(part.name) ?? 0
    return has < needed ? [`${part.name}: ${has} of ${needed}`] : []
  })
  const known = parts.map((one) => `${one.part || "(no part)"} ${one.tasks}`).join(", ")
  return (
    <p className="figures text-sm text-ink-2">
      Gold tasks here by part: {known || "none"}.
      {short.length > 0 && (
        <span className="block text-warn">Not enough gold for every attempt: {short.join("; ")}.</span>
      )}
    </p>
  )
}
