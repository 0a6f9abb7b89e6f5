"use client"

import { Check, Copy } from "lucide-react"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { controlStyle } from "@/components/ui/control-style"
import { cx } from "@/components/ui/cx"

/** A text to take along (a link, a command): selectable, and copied with one press. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const [copied, setCopied] = useState(false)
  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      // No clipboard without a secure address: the text stays selectable.
      setCopied(false)
    }
  }
  return (
    <div className="flex gap-2">
      <input
        readOnly
        value={value}
        aria-label={label}
        onFocus={(event) => event.target.select()}
        className={cx(controlStyle, "min-h-10 bg-sunken px-3 font-mono text-xs")}
      />
      <Button onClick={() => void copy()}>
        {copied ? (
          <Check aria-hidden className="size-4 text-good" />
        ) : (
          <Copy aria-hidden className="size-4" />
        )}
        <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
      </Button>
    </div>
  )
}
