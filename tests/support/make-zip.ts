import { crc32, deflateRawSync } from "node:zlib"

export type ZipFile = {
  readonly name: string
  readonly content: string | Uint8Array
  readonly stored?: boolean
  /** What the directory says, where it lies. */
  readonly flags?: number
  readonly method?: number
  readonly mode?: number
  readonly crc?: number
  readonly bytes?: number
  /** Place of another file's header: two entries of the same bytes. */
  readonly header?: number
}

/** A ZIP by hand, so that it can be wrong in every way that one can be. */
export function makeZip(...files: readonly ZipFile[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content, stored = false, flags = 0, mode = 0o100644, ...said } of files) {
    const plain = Buffer.from(content)
    const packed = stored ? plain : deflateRawSync(plain)
    const names = Buffer.from(name)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(flags, 2)
    facts.writeUInt16LE(said.method ?? (stored ? 0 : 8), 4)
    facts.writeUInt32LE(said.crc ?? crc32(plain), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(said.bytes ?? plain.length, 18)
    facts.writeUInt16LE(names.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(said.header ?? at, 10)
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 3]), facts, tail, names)
    const body = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), facts, names, packed])
    bodies.push(body)
    at += body.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, listed, end])
}
