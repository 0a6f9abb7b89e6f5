/** The first lines as they will stand in the file, indented for the eye. */
export function FirstRows({ rows }: { rows: readonly string[] }) {
  if (rows.length === 0) {
    return <p className="text-sm text-ink-2">With these settings there is no row yet.</p>
  }
  return (
    <div className="min-w-0">
      <h2 className="mb-2 text-base">{rows.length === 1 ? "The only row" : "The first rows"}</h2>
      <div className="grid grid-cols-1 gap-2">
        {rows.map((row, index) => (
          <details key={row} open={index === 0} className="rounded-control border border-line">
            <summary className="cursor-pointer truncate px-3 py-2 font-mono text-xs pointer-coarse:py-3.5">
              <span className="text-ink-3">{index + 1}</span> {row.slice(0, 160)}
            </summary>
            <pre
              // Scrolled by keyboard, so it must take focus.
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
              tabIndex={0}
              aria-label={`Row ${index + 1}`}
              dir="ltr"
              className="max-h-96 overflow-auto border-t border-line bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere"
            >
              {indented(row)}
            </pre>
          </details>
        ))}
      </div>
    </div>
  )
}

function indented(row: string): string {
  const parsed: unknown = JSON.parse(row)
  return JSON.stringify(parsed, null, 2)
}
