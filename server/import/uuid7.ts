import { randomBytes } from "node:crypto"

/**
 * UUIDs of version 7 (RFC 9562) in rising order: 48 bits of milliseconds, a 12-bit counter, 62 random
 * bits. Rising keys keep the indexes of a bulk insert compact, and the order of the source.
 */
export function uuid7Source(now: () => number): () => string {
  let at = 0
  let counter = 0
  let pool = Buffer.alloc(0)
  let offset = 0
  return () => {
    at = Math.max(at, now())
    counter += 1
    if (counter > 0xfff) {
      // More than 4096 in a millisecond: borrow the next one.
      counter = 0
      at += 1
    }
    if (offset + 8 > pool.length) {
      pool = randomBytes(8192)
      offset = 0
    }
    const random = pool.toString("hex", offset, offset + 8)
    offset += 8
    const time = at.toString(16).padStart(12, "0")
    const variant = ((Number.parseInt(random[0] ?? "0", 16) & 3) | 8).toString(16)
    const count = counter.toString(16).padStart(3, "0")
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${random.slice(1, 4)}-${random.slice(4, 16)}`
  }
}
