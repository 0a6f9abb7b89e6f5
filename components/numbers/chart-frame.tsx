import type { ReactNode } from "react"

/** The canvas of a chart: as wide as its place, with a name and a sentence for who does not see it. */
export function ChartFrame({
  id,
  width,
  height,
  fontSize,
  title,
  about,
  children,
}: {
  /** Unlike that of any other chart on the page. */
  id: string
  width: number
  height: number
  fontSize: number
  title: string
  about: string
  children: ReactNode
}) {
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${id}-t ${id}-d`}
      className="w-full"
      fontSize={fontSize}
    >
      <title id={`${id}-t`}>{title}</title>
      <desc id={`${id}-d`}>{about}</desc>
      {children}
    </svg>
  )
}
