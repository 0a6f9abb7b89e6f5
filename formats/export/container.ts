/** What a data file is wrapped in. `csv` is for tables: nested columns become JSON text. */
export const containers = ["jsonl", "jsonl.gz", "jsonl.zst", "parquet", "csv"] as const
export type Container = (typeof containers)[number]

export const containerLabels: Readonly<Record<Container, string>> = {
  jsonl: "JSON lines",
  "jsonl.gz": "JSON lines, gzip",
  "jsonl.zst": "JSON lines, Zstandard",
  parquet: "Parquet",
  csv: "CSV",
}

/** Every container that `datasets.load_dataset` opens through the card. */
export const anyJsonLines = ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"] as const

/** The end of a data file's name, with its dot. */
export function extensionOf(container: Container): string {
  return `.${container}`
}

/** Who opens such files, in words. */
export function openedBy(container: Container): string {
  return {
    jsonl: "every trainer named here",
    "jsonl.gz": "datasets and what loads through it",
    "jsonl.zst": "datasets (with the zstandard package) and what loads through it",
    parquet: "datasets, OpenRLHF, LLaMA-Factory, open-instruct, verl",
    csv: "spreadsheets, pandas; nested columns are JSON text",
  }[container]
}

/** What a person must know before pointing a trainer at such files; nothing for the default. */
export function readerNote(container: Container): string | undefined {
  if (container === "jsonl.gz" || container === "jsonl.zst") {
    return "The files are compressed. Load them through `datasets`; OpenRLHF, NeMo-RL and LLaMA-Factory take a compressed file for the name of a repository or refuse it: unpack it for them."
  }
  if (container === "csv") return "CSV is for tables. No trainer reads it: nested columns are JSON text."
  return undefined
}
