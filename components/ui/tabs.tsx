"use client"

import { Tabs as Radix } from "radix-ui"
import type { ReactNode } from "react"

export type Tab = { readonly value: string; readonly label: ReactNode; readonly content: ReactNode }

/** Views of one thing, of which one is seen at a time. Arrow keys move between them. */
export function Tabs({
  tabs,
  label,
  defaultValue,
  value,
  onValueChange,
}: {
  tabs: readonly Tab[]
  label: string
  defaultValue?: string
  value?: string
  onValueChange?: (value: string) => void
}) {
  const first = defaultValue ?? tabs[0]?.value ?? ""
  return (
    <Radix.Root
      {...(value === undefined ? { defaultValue: first } : { value })}
      onValueChange={onValueChange}
    >
      <Radix.List aria-label={label} className="mb-4 flex gap-1 border-b border-line">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px min-h-10 border-b-2 border-transparent px-3 text-sm font-medium text-ink-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink pointer-coarse:min-h-11"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="rounded-control">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
