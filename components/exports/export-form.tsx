"use client"

import { useRouter } from "next/navigation"
import { useState, useTransition } from "react"
import { z } from "zod"
import { ExportPreview } from "@/components/exports/export-preview"
import { postExport } from "@/components/exports/post-export"
import { useExportPreview } from "@/components/exports/use-export-preview"
import { Button } from "@/components/ui/button"
import { Checkbox } from "@/components/ui/checkbox"
import { Field, FieldSet } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Notice } from "@/components/ui/notice"
import { RadioCard } from "@/components/ui/radio-group"
import { Select } from "@/components/ui/select"
import type { AggregationChoice, ExportWish, FormatChoice } from "@/core/exports/export-view"

type Props = {
  apiPath: string
  formats: readonly FormatChoice[]
  aggregations: readonly AggregationChoice[]
  reasons: Readonly<Record<string, string>>
}

const created = z.object({ id: z.string() })

/** Format and settings on one side, what they come to on the other. */
export function ExportForm({ apiPath, formats, aggregations, reasons }: Props) {
  const router = useRouter()
  const [formatName, setFormatName] = useState(formats[0]?.name ?? "")
  const [split, setSplit] = useState("all")
  const [testShare, setTestShare] = useState("5")
  const [aggregation, setAggregation] = useState("majority")
  const [imported, setImported] = useState(false)
  const [freeText, setFreeText] = useState(true)
  const [failure, setFailure] = useState<string | null>(null)
  const [making, startMaking] = useTransition()
  const format = formats.find((candidate) => candidate.name === formatName)
  const share = Number(testShare.replace(",", "."))
  const shareError =
    testShare.trim() === "" || !(share >= 0 && share <= 100) ? "Expected a number from 0 to 100." : undefined
  const wish: ExportWish = {
    format: formatName,
    settings: {
      split,
      testShare: shareError ? 5 : share,
      ...(format?.needs === "pairs" ? { aggregation } : { freeText }),
      imported,
    },
  }
  const state = useExportPreview(apiPath, wish)
  const make = () =>
    startMaking(async () => {
      setFailure(null)
      const result = await postExport(apiPath, JSON.stringify(wish), created)
      if (!result.ok) return setFailure(result.message)
      window.location.assign(`${apiPath}/${result.data.id}/download`)
      router.refresh()
    })
  const method = aggregations.find((candidate) => candidate.name === aggregation)
  return (
    <form
      className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]"
      onSubmit={(event) => {
        event.preventDefault()
        if (!shareError) make()
      }}
    >
      <section aria-label="Format and settings" className="panel grid min-w-0 grid-cols-1 gap-5 p-5 sm:p-6">
        <FieldSet legend="Format">
          {formats.map((choice) => (
            <RadioCard
              key={choice.name}
              name="format"
              value={choice.name}
              checked={choice.name === formatName}
              onChange={() => setFormatName(choice.name)}
              label={choice.label}
              hint={choice.about}
            />
          ))}
        </FieldSet>
        {format && (
          <dl className="grid gap-2 text-sm">
            <div>
              <dt className="inline font-medium">Read by: </dt>
              <dd className="inline text-ink-2">{format.consumers.join(", ")}</dd>
            </div>
            <div>
              <dt className="inline font-medium">Does not hold: </dt>
              <dd className="inline text-ink-2">{format.cannotExpress.join("; ")}</dd>
            </div>
          </dl>
        )}
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label="Splits">
            {(control) => (
              <Select {...control} value={split} onChange={(event) => setSplit(event.target.value)}>
                <option value="all">All</option>
                <option value="train">Only train</option>
                <option value="validation">Only validation</option>
                <option value="test">Only test</option>
              </Select>
            )}
          </Field>
          <Field label="Test share in %" error={shareError}>
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={testShare}
                onChange={(event) => setTestShare(event.target.value)}
              />
            )}
          </Field>
        </div>
        <p className="-mt-2 text-sm text-ink-2">
          A split that came with the data stays. A prompt is in one split only, and keeps it as the data
          grows.
        </p>
        {format?.needs === "pairs" && (
          <Field label="From votes to one answer" hint={method?.about}>
            {(control) => (
              <Select
                {...control}
                value={aggregation}
                onChange={(event) => setAggregation(event.target.value)}
              >
                {aggregations.map((choice) => (
                  <option key={choice.name} value={choice.name}>
                    {choice.label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <div>
          <Checkbox
            checked={imported}
            onChange={(event) => setImported(event.target.checked)}
            label="Imported labels too"
            hint="Labels that came with the data, for pairs that nobody here has judged."
          />
          {format?.needs === "tasks" && (
            <Checkbox
              checked={freeText}
              onChange={(event) => setFreeText(event.target.checked)}
              label="Notes, rationales and comments"
              hint="What people wrote in their own words may name them."
            />
          )}
        </div>
        <div className="grid gap-3">
          <div>
            <Button type="submit" variant="primary" busy={making} disabled={shareError !== undefined}>
              {making ? "Making it …" : "Make and download"}
            </Button>
          </div>
          {failure && (
            <Notice tone="bad" live>
              {failure}
            </Notice>
          )}
        </div>
      </section>
      <ExportPreview state={state} reasons={reasons} />
    </form>
  )
}
