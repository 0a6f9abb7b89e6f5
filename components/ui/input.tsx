import type { ComponentProps } from "react"
import { controlStyle } from "@/components/ui/control-style"
import { cx } from "@/components/ui/cx"

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return (
    <input
      {...rest}
      className={cx(controlStyle, "min-h-10 px-3 text-sm pointer-coarse:min-h-11", className)}
    />
  )
}
