const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
})
const minute = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
})

/** A moment in UTC: short in the text, whole when pointed at. */
export function When({ at, onlyDay = false }: { at: Date; onlyDay?: boolean }) {
  const iso = at.toISOString()
  return (
    <time
      dateTime={iso}
      title={`${iso.replace("T", " ").slice(0, 19)} UTC`}
      className="figures whitespace-nowrap"
    >
      {(onlyDay ? day : minute).format(at)}
    </time>
  )
}
