"use client"

import { useState } from "react"
import { FormResult } from "@/components/projects/form-result"
import { presetTexts } from "@/components/projects/preset-texts"
import { ProtocolView } from "@/components/projects/protocol-view"
import { useFormAction } from "@/components/projects/use-form-action"
import { CriteriaPart } from "@/components/protocol/criteria-part"
import { DemonstrationPart } from "@/components/protocol/demonstration-part"
import { toFaultOf } from "@/components/protocol/editor-props"
import { FlagsPart } from "@/components/protocol/flags-part"
import { JsonPart } from "@/components/protocol/json-part"
import { MorePart } from "@/components/protocol/more-part"
import { ProtocolPreview } from "@/components/protocol/protocol-preview"
import { ScalePart } from "@/components/protocol/scale-part"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Notice } from "@/components/ui/notice"
import { Select } from "@/components/ui/select"
import { cx } from "@/components/ui/cx"
import { Tabs } from "@/components/ui/tabs"
import type { FormAction } from "@/core/action-result"
import { findProtocolFaults } from "@/core/parse-protocol"
import { presetNames, presets } from "@/core/presets/registry"
import type { Protocol } from "@/core/protocol"

type Props = {
  slug: string
  current: { version: number; definition: Protocol }
  /** Tasks exist: the kind cannot change, or they would never be asked. */
  hasTasks: boolean
  save: FormAction<{ version: number; created: boolean }>
}

/** Writes the next version of the protocol; what it would look like stands beside it. */
export function ProtocolEditor({ slug, current, hasTasks, save }: Props) {
  const { result, pending, formProps } = useFormAction(save)
  const [draft, setDraft] = useState(current.definition)
  const [basedOn, setBasedOn] = useState(current.version)
  const saved = result?.ok ? result.data.version : current.version
  // Saved: the next save builds on that version.
  if (saved > basedOn) setBasedOn(saved)
  const faults = findProtocolFaults(draft)
  const part = {
    draft,
    change: (change: Partial<Protocol>) => setDraft({ ...draft, ...change }),
    faultOf: toFaultOf(faults),
  }
  const [wide, setWide] = useState(false)
  const offered = presetNames.filter((name) => !hasTasks || presets[name].kind === current.definition.kind)
  return (
    <form {...formProps} className="grid gap-6">
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="basedOn" value={basedOn} />
      <input type="hidden" name="definition" value={JSON.stringify(draft)} />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_24.5rem]">
        <Tabs
          label="Protocol"
          tabs={[
            {
              value: "form",
              label: "Form",
              content: (
                <div className="panel panel-padded grid gap-5">
                  <Field
                    label="Start from"
                    hint={
                      hasTasks
                        ? "Tasks exist, so only protocols of the same kind are offered."
                        : "Everything below is replaced."
                    }
                    className="max-w-96"
                  >
                    {(control) => (
                      <Select
                        {...control}
                        value={offered.find((name) => name === draft.preset) ?? ""}
                        onChange={(event) => {
                          const name = offered.find((one) => one === event.target.value)
                          if (name) setDraft(presets[name])
                        }}
                      >
                        {!offered.some((name) => name === draft.preset) && <option value="">Own</option>}
                        {offered.map((name) => (
                          <option key={name} value={name}>
                            {presetTexts[name].name}
                          </option>
                        ))}
                      </Select>
                    )}
                  </Field>
                  <ScalePart {...part} />
                  <DemonstrationPart {...part} />
                  <MorePart {...part} />
                  {draft.kind !== "DEMONSTRATION" && <CriteriaPart {...part} />}
                  {draft.kind !== "DEMONSTRATION" && <FlagsPart {...part} />}
                </div>
              ),
            },
            {
              value: "json",
              label: "JSON",
              content: <JsonPart draft={draft} fileName={`${slug}-protocol.json`} onChange={setDraft} />,
            },
          ]}
        />
        <aside
          aria-label="What people will be asked"
          className={cx(
            "min-w-0",
            wide ? "lg:order-first lg:col-span-2" : "lg:sticky lg:top-6 lg:self-start",
          )}
        >
          <div className="mb-2 flex min-h-10 items-center justify-between gap-3">
            <h2 className="text-sm font-medium text-ink-2">What people will see</h2>
            <Button
              size="sm"
              variant="quiet"
              aria-pressed={wide}
              className="max-lg:hidden"
              onClick={() => setWide(!wide)}
            >
              {wide ? "As on a phone" : "As on a desk"}
            </Button>
          </div>
          <ProtocolPreview
            slug={slug}
            draft={draft}
            ready={faults.length === 0}
            className={cx(
              "w-full rounded-panel border border-line bg-paper",
              wide ? "h-[46rem]" : "h-[42rem] max-h-[80dvh]",
            )}
          />
          <p className="mt-2 text-sm text-ink-2">
            The real page with {hasTasks ? "texts of this project" : "a sample"}; its keys work in it, and
            nothing is saved.
          </p>
          <h2 className="mt-6 mb-3 text-sm font-medium text-ink-2">In words</h2>
          <ProtocolView protocol={draft} />
        </aside>
      </div>
      {faults.length > 0 && (
        <Notice tone="warn" title="This cannot be asked yet">
          <ul className="grid gap-1">
            {faults.map(({ field, message }) => (
              <li key={`${field}${message}`}>
                <span className="font-mono text-sm">{field}</span>: {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <FormResult
        result={result}
        done={({ version, created }) =>
          created
            ? `Version ${version} is in force.`
            : `Nothing was changed: version ${version} says the same.`
        }
      />
      <div>
        <Button type="submit" variant="primary" busy={pending} disabled={faults.length > 0}>
          {pending ? "Saving…" : `Save as version ${basedOn + 1}`}
        </Button>
      </div>
    </form>
  )
}
