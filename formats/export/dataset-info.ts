import type { DataFile } from "@/formats/export/format"
import { datasetNameOf } from "@/formats/export/recipes"

/**
 * LLaMA-Factory's dataset_info.json: one entry per file, since `file_name` names one. Once `columns` is
 * given, columns that are not in it do not exist, and one that is in it must be in every row.
 */
export function datasetInfo(files: readonly DataFile[], entry: object): { path: string; text: string }[] {
  if (files.length === 0) return []
  const entries = files.map((file) => [datasetNameOf(file.path), { file_name: file.path, ...entry }])
  return [{ path: "dataset_info.json", text: `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n` }]
}
