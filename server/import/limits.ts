/** Bounds that keep a hostile or broken file from taking the process down. Tests make them small. */
export type ImportLimits = {
  /** Longest line, array element or CSV record, in bytes. */
  readonly maxRecordBytes: number
  /** Unpacked bytes from which the ratio of a gzip, Zstandard or ZIP is looked at … */
  readonly ratioFromBytes: number
  /** … and the ratio above which it is taken for a bomb (text packs 3 to 20 times). */
  readonly maxRatio: number
  /** Files in one ZIP or folder. */
  readonly maxZipEntries: number
  /** Unpacked bytes of a row group of a Parquet file from which it is read in slices, and of one slice. */
  readonly sliceBytes: number
  /** Unpacked bytes of the largest page of each column of a row group, together: they are in memory at a time. */
  readonly maxPageBytes: number
  /** Bad rows after which reading stops when they are not skipped. */
  readonly maxBadRows: number
}

const mebibyte = 1024 * 1024

export const defaultLimits: ImportLimits = {
  maxRecordBytes: 16 * mebibyte,
  ratioFromBytes: 256 * mebibyte,
  maxRatio: 250,
  maxZipEntries: 10_000,
  sliceBytes: 8 * mebibyte,
  maxPageBytes: 256 * mebibyte,
  maxBadRows: 1000,
}
