import type { ComponentProps, ReactNode } from "react"
import { cx } from "@/components/ui/cx"

/** One choice of a group inside a FieldSet; the whole row is the target, with room for an explanation. */
export function RadioCard({
  label,
  hint,
  picture,
  className,
  ...rest
}: Omit<ComponentProps<"input">, "type"> & { label: ReactNode; hint?: ReactNode; picture?: ReactNode }) {
  return (
    <label
      className={cx(
        "flex cursor-pointer items-start gap-3 rounded-control border border-line bg-surface p-3.5 text-sm",
        "hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft",
        "has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
        className,
      )}
    >
      <input
        {...rest}
        type="radio"
        className="mt-0.5 size-4.5 shrink-0 appearance-none rounded-full border border-line-strong bg-surface outline-none checked:border-[5px] checked:border-accent"
      />
      <span className="grid min-w-0 grow gap-0.5">
        <span className="font-medium">{label}</span>
        {hint && <span className="text-ink-2">{hint}</span>}
        {picture && <span className="mt-2">{picture}</span>}
      </span>
    </label>
  )
}
