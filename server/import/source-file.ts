import type { Split } from "@/formats/import/item"
import type { FileFault } from "@/server/import/file-fault"

/** One entry of a ZIP: where its packed bytes stand in the archive. */
export type ZipPart = {
  /** First byte of the packed data. */
  readonly start: number
  readonly packedBytes: number
  readonly bytes: number
  readonly deflated: boolean
  readonly crc32: number
}

/** A file to import: its name for people, and where its bytes are. */
export type SourceFile = {
  readonly name: string
  readonly path: string
  /** Split of rows that name none, where the file's name or its folder's card says it. */
  readonly split?: Split | null
  /** Set = only this entry of the ZIP at `path`. */
  readonly part?: ZipPart
  /** What is wrong with it, known before it is opened. */
  readonly fault?: FileFault
}
