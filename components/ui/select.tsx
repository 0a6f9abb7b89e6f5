import { ChevronDown } from "lucide-react"
import type { ComponentProps } from "react"
import { controlStyle } from "@/components/ui/control-style"
import { cx } from "@/components/ui/cx"

/** The browser's own list: right on every phone, for every keyboard, without a script. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cx("relative block", className)}>
      <select
        {...rest}
        className={cx(
          controlStyle,
          "min-h-10 appearance-none truncate ps-3 pe-9 text-sm pointer-coarse:min-h-11",
        )}
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-ink-3"
      />
    </span>
  )
}
