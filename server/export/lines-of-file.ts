import { createReadStream } from "node:fs"

/** Lines without their line feed, as bytes. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = []
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const line = chunk.subarray(start, end)
      yield rest.length === 0 ? line : Buffer.concat([...rest, line])
      rest = []
      start = end + 1
    }
    if (start < chunk.length) rest.push(chunk.subarray(start))
  }
  if (rest.length > 0) yield Buffer.concat(rest)
}

export async function* linesOfFile(path: string): AsyncGenerator<string> {
  for await (const line of linesOf(createReadStream(path, { highWaterMark: 256 * 1024 }))) {
    yield line.toString("utf8")
  }
}
