import { cx } from "@/components/ui/cx"

export type ButtonVariant = "primary" | "secondary" | "quiet" | "danger"
export type ButtonSize = "md" | "sm" | "icon"

const base =
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-control font-medium whitespace-nowrap " +
  "select-none transition-colors disabled:cursor-not-allowed disabled:opacity-55 " +
  "aria-disabled:cursor-not-allowed aria-disabled:opacity-55"

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  secondary: "border border-line-strong/55 bg-surface text-ink shadow-panel hover:bg-hover",
  quiet: "text-ink-2 hover:bg-hover hover:text-ink",
  danger: "bg-bad text-on-bad hover:bg-bad-hover",
}

// 44 px where a finger aims, less where a mouse does.
const sizes: Readonly<Record<ButtonSize, string>> = {
  md: "min-h-10 px-4 text-sm pointer-coarse:min-h-11",
  sm: "min-h-8 px-3 text-sm pointer-coarse:min-h-11",
  icon: "size-9 pointer-coarse:size-11",
}

/** The look of a button, for buttons and for links that act as the main way on. */
export function buttonStyle(variant: ButtonVariant = "secondary", size: ButtonSize = "md"): string {
  return cx(base, variants[variant], sizes[size])
}
