import type { ComponentProps } from "react"
import { controlStyle } from "@/components/ui/control-style"
import { cx } from "@/components/ui/cx"

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea dir="auto" {...rest} className={cx(controlStyle, "min-h-28 px-3 py-2.5 text-sm", className)} />
  )
}
