export type ByteRange = { readonly start: number; readonly end: number }

/**
 * What a request asks of a file of `size` bytes: a range (both ends included), the whole (null), or
 * something that is not there (`"none"`, answered by 416). Several ranges at once are answered by the whole,
 * which is allowed. `If-Range` must be the file's ETag, else the whole is sent.
 */
export function readRange(headers: Headers, size: number, etag: string): ByteRange | null | "none" {
  const range = headers.get("range")
  const ifRange = headers.get("if-range")
  if (range === null || (ifRange !== null && ifRange !== etag)) return null
  const match = /^bytes=(\d*)-(\d*)$/.exec(range.trim())
  if (!match || (match[1] === "" && match[2] === "")) return null
  const [first, last] = [match[1] ?? "", match[2] ?? ""]
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1)
  return start > end || start >= size ? "none" : { start, end }
}

/** Headers and status of an answer with a range, or with the whole. */
export function rangeAnswer(range: ByteRange | null, size: number, etag: string) {
  const { start, end } = range ?? { start: 0, end: size - 1 }
  return {
    status: range === null ? 200 : 206,
    headers: {
      etag,
      "accept-ranges": "bytes",
      "content-length": String(Math.max(0, end - start + 1)),
      "cache-control": "private, no-cache",
      ...(range !== null && { "content-range": `bytes ${start}-${end}/${size}` }),
    },
  }
}

export function noSuchRange(size: number): Response {
  return new Response(null, { status: 416, headers: { "content-range": `bytes */${size}` } })
}
