import Link from "next/link"

/** The mark and the name; leads home. */
export function Brand() {
  return (
    <Link
      href="/"
      className="inline-flex min-h-10 items-center gap-2.5 rounded-control font-bold tracking-tight"
    >
      <BrandMark />
      Diptych
    </Link>
  )
}

export function BrandMark() {
  return (
    <svg aria-hidden viewBox="0 0 20 20" className="size-5">
      <path className="fill-accent" d="M4 1h5v18H4a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3z" />
      <path className="fill-accent-line" d="M11 1h5a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3h-5z" />
    </svg>
  )
}
