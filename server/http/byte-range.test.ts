import { expect, test } from "vitest"
import { rangeAnswer, readRange } from "@/server/http/byte-range"

const ask = (range: string, ifRange?: string) =>
  readRange(new Headers({ range, ...(ifRange !== undefined && { "if-range": ifRange }) }), 1000, '"hash"')

test("a range from, a range to, the last bytes, and what is not there", () => {
  expect(ask("bytes=10-19")).toEqual({ start: 10, end: 19 })
  expect(ask("bytes=990-")).toEqual({ start: 990, end: 999 })
  expect(ask("bytes=990-5000")).toEqual({ start: 990, end: 999 })
  expect(ask("bytes=-5")).toEqual({ start: 995, end: 999 })
  expect(ask("bytes=-5000")).toEqual({ start: 0, end: 999 })
  expect(ask("bytes=1000-")).toBe("none")
  expect(ask("bytes=20-10")).toBe("none")
  expect(ask("bytes=-0")).toBe("none")
  for (const other of ["bytes=-", "rows=1-2", "bytes=1-2,5-6", "nonsense"]) expect(ask(other)).toBe(null)
})

test("only the very file goes on: another ETag gets the whole", () => {
  expect(ask("bytes=10-", '"hash"')).toEqual({ start: 10, end: 999 })
  expect(ask("bytes=10-", '"other"')).toBe(null)
  expect(rangeAnswer({ start: 10, end: 19 }, 1000, '"hash"')).toMatchObject({
    status: 206,
    headers: { "content-length": "10", "content-range": "bytes 10-19/1000", etag: '"hash"' },
  })
  expect(rangeAnswer(null, 0, '"hash"')).toMatchObject({ status: 200, headers: { "content-length": "0" } })
})
