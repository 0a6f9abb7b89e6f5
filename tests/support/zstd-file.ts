import { Zstd } from "@hpcc-js/wasm-zstd"

const zstd = await Zstd.load()

/** One frame, packed by another library than the one that reads it. */
export function zstdFile(text: string): Buffer {
  return Buffer.from(zstd.compress(Buffer.from(text)))
}
