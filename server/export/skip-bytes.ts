import { Transform } from "node:stream"

/** Lets everything through but the first bytes. */
export function skipBytes(count: number): Transform {
  let left = count
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const cut = Math.min(left, chunk.length)
      left -= cut
      if (cut < chunk.length) done(null, chunk.subarray(cut))
      else done()
    },
  })
}
