/** The look shared by everything one types or picks in. */
export const controlStyle =
  "w-full min-w-0 rounded-control border border-line-strong bg-surface text-ink " +
  "placeholder:text-ink-3 hover:border-ink-2 " +
  "focus-visible:border-accent focus-visible:outline-2 focus-visible:outline-offset-0 " +
  "aria-invalid:border-bad disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-2 " +
  "pointer-coarse:text-base"
