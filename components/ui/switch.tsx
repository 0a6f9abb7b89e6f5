import type { ComponentProps, ReactNode } from "react"
import { cx } from "@/components/ui/cx"

/** On or off, as a setting. A check box to forms and to assistive technology `role="switch"`. */
export function Switch({
  label,
  hint,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode }) {
  return (
    <label className={cx("flex items-start justify-between gap-4 py-1 text-sm", className)}>
      <span>
        <span className="font-medium">{label}</span>
        {hint && <span className="block text-ink-2">{hint}</span>}
      </span>
      <span className="relative mt-0.5 inline-flex h-6 w-10 shrink-0">
        <input
          {...rest}
          type="checkbox"
          // A check box tells its own state; aria-checked would only be a second one.
          // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props
          role="switch"
          className="peer h-6 w-10 appearance-none rounded-full border border-line-strong bg-sunken transition-colors checked:border-accent checked:bg-accent disabled:opacity-55"
        />
        <span
          aria-hidden
          className="pointer-events-none absolute start-1 top-1 size-4 rounded-full bg-line-strong transition-[translate] peer-checked:translate-x-4 peer-checked:bg-on-accent rtl:peer-checked:-translate-x-4"
        />
      </span>
    </label>
  )
}
