"use client"

import { Check } from "lucide-react"
import { DropdownMenu as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { cx } from "@/components/ui/cx"

const itemStyle =
  "flex min-h-9 w-full cursor-pointer items-center gap-2 rounded-md px-2.5 text-start text-sm text-ink outline-none " +
  "select-none data-highlighted:bg-accent-soft data-disabled:cursor-not-allowed data-disabled:opacity-55 " +
  "pointer-coarse:min-h-11"

/** A button that opens a list of things to do. Arrow keys, first letters and Escape work. */
export function Menu({
  trigger,
  align = "end",
  children,
}: {
  trigger: ReactNode
  align?: "start" | "end"
  children: ReactNode
}) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-80 min-w-52 animate-appear rounded-control border border-line bg-surface p-1.5 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

export function MenuItem({
  onSelect,
  danger = false,
  asChild = false,
  disabled = false,
  children,
}: {
  onSelect?: () => void
  danger?: boolean
  /** The only child is a link that takes the look over. */
  asChild?: boolean
  disabled?: boolean
  children: ReactNode
}) {
  return (
    <Radix.Item
      asChild={asChild}
      disabled={disabled}
      {...(onSelect && { onSelect })}
      className={cx(itemStyle, danger && "text-bad")}
    >
      {children}
    </Radix.Item>
  )
}

/** One choice of several, with a tick at the one that holds. */
export function MenuChoice<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: T
  choices: readonly { readonly value: T; readonly label: string }[]
  onChange: (value: T) => void
}) {
  return (
    <>
      <MenuLabel>{label}</MenuLabel>
      <Radix.RadioGroup
        aria-label={label}
        value={value}
        onValueChange={(next) => {
          const choice = choices.find((each) => each.value === next)
          if (choice) onChange(choice.value)
        }}
      >
        {choices.map((choice) => (
          <Radix.RadioItem
            key={choice.value}
            value={choice.value}
            className={itemStyle}
            onSelect={(event) => event.preventDefault()}
          >
            <span className="inline-flex size-4">
              <Radix.ItemIndicator>
                <Check aria-hidden className="size-4 text-accent" />
              </Radix.ItemIndicator>
            </span>
            {choice.label}
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2.5 py-1.5 text-xs text-ink-3">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="mx-1 my-1.5 h-px bg-line" />
}
