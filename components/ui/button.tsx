import type { ComponentProps } from "react"
import { type ButtonSize, type ButtonVariant, buttonStyle } from "@/components/ui/button-style"
import { cx } from "@/components/ui/cx"

type Props = ComponentProps<"button"> & {
  variant?: ButtonVariant
  size?: ButtonSize
  /** Work is under way: says so to assistive technology and refuses a second press. */
  busy?: boolean
}

export function Button({
  variant,
  size,
  busy = false,
  type = "button",
  className,
  disabled,
  ...rest
}: Props) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={cx(buttonStyle(variant, size), className)}
    />
  )
}
