"use client"

import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Textarea } from "@/components/ui/textarea"
import { DiptychError } from "@/core/errors"
import { parseProtocol } from "@/core/parse-protocol"
import type { Protocol } from "@/core/protocol"

/** The protocol as a file: to read, to copy elsewhere, to paste from elsewhere. */
export function JsonPart({
  draft,
  fileName,
  onChange,
}: {
  draft: Protocol
  fileName: string
  onChange: (next: Protocol) => void
}) {
  const written = JSON.stringify(draft, null, 2)
  const [typed, setTyped] = useState<string>()
  const [fault, setFault] = useState<string>()
  const take = (text: string) => {
    try {
      onChange(parseProtocol(JSON.parse(text)))
      setTyped(undefined)
      setFault(undefined)
    } catch (error) {
      setTyped(text)
      setFault(error instanceof DiptychError ? error.message : `This is not JSON: ${String(error)}`)
    }
  }
  return (
    <div className="grid gap-3">
      <Field label="Protocol as JSON" error={fault}>
        {(control) => (
          <Textarea
            {...control}
            rows={24}
            spellCheck={false}
            className="font-mono text-sm"
            value={typed ?? written}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button disabled={typed === undefined} onClick={() => take(typed ?? written)}>
          Take it over
        </Button>
        <Button variant="quiet" onClick={() => download(written, fileName)}>
          Download
        </Button>
        <label className="inline-flex min-h-10 cursor-pointer items-center rounded-control px-3 text-sm font-medium text-accent focus-within:outline-2 hover:bg-hover">
          Open a file…
          <input
            type="file"
            accept="application/json,.json"
            className="sr-only"
            onChange={(event) => {
              const file = event.target.files?.[0]
              event.target.value = ""
              if (file) void file.text().then(take)
            }}
          />
        </label>
      </div>
    </div>
  )
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/json" }))
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
