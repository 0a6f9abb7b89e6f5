import type { FileHandle } from "node:fs/promises"
import { open } from "node:fs/promises"
import { fileFault } from "@/server/import/file-fault"
import type { ImportLimits } from "@/server/import/limits"
import type { ZipPart } from "@/server/import/source-file"

export type ZipEntry = { readonly name: string; readonly part: ZipPart }

const endSize = 22
const longestComment = 65_535
const unknown32 = 0xffffffff

/**
 * The files of a ZIP, from its central directory; folders are left out. Nothing is unpacked to a path,
 * yet an archive whose names lead out of its folder, or that holds links, was made to do harm and is
 * refused as a whole; so are encrypted and overlapping entries. Throws FileFault.
 */
export async function listZipEntries(path: string, limits: ImportLimits): Promise<ZipEntry[]> {
  const file = await open(path, "r")
  try {
    const { size } = await file.stat()
    const end = await findEnd(file, size)
    if (end.entries > limits.maxZipEntries) {
      throw fileFault(`a ZIP of ${end.entries} files`, `at most ${limits.maxZipEntries}`)
    }
    if (end.start + end.bytes > size || end.bytes > 256 * end.entries + 64 * 1024 * 1024) throw damaged()
    const entries = readDirectory(await bytesAt(file, end.start, end.bytes), end.entries)
    checkSizes(entries, size, limits)
    const found: ZipEntry[] = []
    for (const entry of entries) {
      if (!entry.name.endsWith("/")) found.push(await locate(file, entry, size))
    }
    checkOverlap(found)
    return found.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  } finally {
    await file.close()
  }
}

type Listed = Omit<ZipPart, "start"> & { readonly name: string; readonly header: number }

function damaged() {
  return fileFault("a ZIP that is cut off or damaged", "a whole ZIP")
}

async function bytesAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, start)
  if (bytesRead < length) throw damaged()
  return buffer
}

/** The record at the end of the file, with its 64-bit form where the archive is large. */
async function findEnd(file: FileHandle, size: number) {
  if (size < endSize) throw damaged()
  const start = Math.max(0, size - endSize - longestComment)
  const tail = await bytesAt(file, start, size - start)
  const at = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (at < 0 || at + endSize > tail.length) throw damaged()
  const plain = {
    entries: tail.readUInt16LE(at + 10),
    bytes: tail.readUInt32LE(at + 12),
    start: tail.readUInt32LE(at + 16),
  }
  if (plain.entries !== 0xffff && plain.bytes !== unknown32 && plain.start !== unknown32) return plain
  if (at < 20 || tail.readUInt32LE(at - 20) !== 0x07064b50) throw damaged()
  const long = await bytesAt(file, toNumber(tail.readBigUInt64LE(at - 12)), 56)
  if (long.readUInt32LE(0) !== 0x06064b50) throw damaged()
  return {
    entries: toNumber(long.readBigUInt64LE(32)),
    bytes: toNumber(long.readBigUInt64LE(40)),
    start: toNumber(long.readBigUInt64LE(48)),
  }
}

function toNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged()
  return Number(value)
}

function readDirectory(bytes: Buffer, count: number): Listed[] {
  const entries: Listed[] = []
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw damaged()
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
    const next = extraEnd + bytes.readUInt16LE(at + 32)
    if (next > bytes.length) throw damaged()
    const name = bytes.toString("utf8", at + 46, nameEnd)
    checkName(name)
    const mode = bytes.readUInt32LE(at + 38) >>> 16
    if ((mode & 0xf000) === 0xa000) {
      throw fileFault(`a link in the ZIP: ${JSON.stringify(name)}`, "files only")
    }
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) {
      throw fileFault(`an encrypted file in the ZIP: ${JSON.stringify(name)}`, "a ZIP without a password")
    }
    const method = bytes.readUInt16LE(at + 10)
    if (method !== 0 && method !== 8 && !name.endsWith("/")) {
      throw fileFault(
        `a file packed by method ${method}: ${JSON.stringify(name)}`,
        "stored or deflated files",
      )
    }
    const wide = wideFields(bytes.subarray(nameEnd, extraEnd))
    const take = (value: number) => (value === unknown32 ? (wide.shift() ?? value) : value)
    // The order of the 64-bit extra field: size, packed size, place.
    const size = take(bytes.readUInt32LE(at + 24))
    const packedBytes = take(bytes.readUInt32LE(at + 20))
    const header = take(bytes.readUInt32LE(at + 42))
    entries.push({
      name,
      bytes: size,
      packedBytes,
      header,
      deflated: method === 8,
      crc32: bytes.readUInt32LE(at + 16),
    })
    at = next
  }
  return entries
}

/** Names that would leave the folder they are unpacked to, on any system. */
function checkName(name: string): void {
  const parts = name.split(/[/\\]/)
  if (name === "" || name.includes("\0") || /^([/\\]|[a-z]:)/i.test(name) || parts.includes("..")) {
    throw fileFault(
      `a name that leads out of the ZIP: ${JSON.stringify(name.slice(0, 80))}`,
      "names below its own folder",
    )
  }
}

function wideFields(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      const body = extra.subarray(at + 4, at + 4 + length)
      return Array.from({ length: Math.floor(body.length / 8) }, (_, index) =>
        toNumber(body.readBigUInt64LE(index * 8)),
      )
    }
    at += 4 + length
  }
  return []
}

function checkSizes(entries: readonly Listed[], size: number, limits: ImportLimits): void {
  const total = entries.reduce((sum, entry) => sum + entry.bytes, 0)
  if (total > limits.ratioFromBytes && total > limits.maxRatio * size) {
    throw fileFault(
      `a ZIP that unpacks to more than ${limits.maxRatio} times its size`,
      "ordinary text; unpack it first if this is no mistake",
    )
  }
}

async function locate(file: FileHandle, { name, header, ...part }: Listed, size: number): Promise<ZipEntry> {
  if (header + 30 > size) throw damaged()
  const local = await bytesAt(file, header, 30)
  if (local.readUInt32LE(0) !== 0x04034b50) throw damaged()
  const start = header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28)
  if (start + part.packedBytes > size) throw damaged()
  return { name, part: { start, ...part } }
}

/** Entries that share bytes unpack to far more than they weigh. */
function checkOverlap(entries: readonly ZipEntry[]): void {
  let end = 0
  for (const { part } of entries.toSorted((a, b) => a.part.start - b.part.start)) {
    if (part.start < end) throw fileFault("files in the ZIP that share their bytes", "each file by itself")
    end = part.start + part.packedBytes
  }
}
