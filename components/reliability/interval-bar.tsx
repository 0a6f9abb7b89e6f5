/**
 * A share on a line from 0 to 100 %: the interval as a band, the estimate as a dot, what is usual here
 * as a tick. Said in words beside it, so it is hidden from assistive technology.
 */
export function IntervalBar({
  estimate,
  low,
  high,
  usual,
}: {
  estimate: number
  low: number
  high: number
  usual: number | null
}) {
  return (
    <svg aria-hidden viewBox="0 0 200 16" className="h-4 w-full max-w-52">
      <line x1="2" x2="198" y1="8" y2="8" className="stroke-line-strong" strokeWidth="1" />
      <rect
        x={2 + 196 * low}
        y="5"
        width={Math.max(1, 196 * (high - low))}
        height="6"
        rx="3"
        className="fill-accent opacity-30"
      />
      {usual !== null && (
        <line
          x1={2 + 196 * usual}
          x2={2 + 196 * usual}
          y1="1"
          y2="15"
          className="stroke-ink-2"
          strokeWidth="1.5"
        />
      )}
      <circle cx={2 + 196 * estimate} cy="8" r="3.5" className="fill-accent" />
    </svg>
  )
}
