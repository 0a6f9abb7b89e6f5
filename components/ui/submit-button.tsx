"use client"

import { useFormStatus } from "react-dom"
import { Button } from "@/components/ui/button"
import type { ButtonSize, ButtonVariant } from "@/components/ui/button-style"

/** The button that sends its form; while the form is on its way it says so and cannot be pressed again. */
export function SubmitButton({
  children,
  pending: pendingText,
  variant = "primary",
  ...rest
}: {
  children: React.ReactNode
  /** What the button says meanwhile, for instance "Saving…". */
  pending?: string
  variant?: ButtonVariant
  size?: ButtonSize
  className?: string
  name?: string
  value?: string
}) {
  const { pending } = useFormStatus()
  return (
    <Button {...rest} type="submit" variant={variant} busy={pending}>
      {pending && pendingText ? pendingText : children}
    </Button>
  )
}
