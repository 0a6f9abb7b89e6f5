import { fitsPattern, parseHubConfigs } from "@/formats/import/hub-card"
import type { Split } from "@/formats/import/item"
import { findSplit } from "@/formats/import/row-reader"

/** A file of a ZIP or a folder that holds rows; `path` with `/`, below the top of it. */
export type DataFile = { readonly path: string; readonly split: Split | null }

const endings = /\.(jsonl|ndjson|json|csv|tsv|tab|parquet)(\.(gz|zst))?$/i

/** Beside the data, of data sets and of our own exports: never rows. */
const papers = /^(manifest|dataset_infos?|croissant|package|settings|config|state|dataset_dict)\.json$/i

/**
 * Which files of a folder are the data: those that the default configuration of its card names, else
 * all that look like tables of rows. A split is what the card says, or what the name begins with
 * (`train-00000-of-00002.parquet`, `data/test.jsonl`).
 */
export function chooseDataFiles(paths: readonly string[], card: string | null): DataFile[] {
  const plain = paths.filter((path) => !isHidden(path) && endings.test(path) && !papers.test(nameOf(path)))
  const configs = parseHubConfigs(card ?? "")
  const config = configs.find((one) => one.isDefault) ?? configs[0]
  if (config) {
    const named = plain.flatMap((path): DataFile[] => {
      const rule = config.files.find(({ pattern }) => fitsPattern(path, pattern))
      return rule ? [{ path, split: findSplit(rule.split ?? "") ?? splitOfName(path) }] : []
    })
    if (named.length > 0) return named
  }
  return plain.map((path) => ({ path, split: splitOfName(path) }))
}

/** The split that a file's name begins with, or that its folder is called. */
export function splitOfName(path: string): Split | null {
  const [word = ""] = nameOf(path).split(/[-_.]/, 1)
  const folder = path.split("/").at(-2) ?? ""
  return findSplit(word) ?? findSplit(folder)
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1)
}

function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith(".") || part === "__MACOSX")
}
