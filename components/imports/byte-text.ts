/** Bytes for people: `byteText(1_500_000)` is `1.5 MB`. */
export function byteText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"]
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${value >= 100 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`
}

export function countText(count: number): string {
  return count.toLocaleString("en")
}
