import type { Verdict } from "@/server/export/verify-folder"

/** What `verify` found, for people: one sentence, or a line for each thing that is wrong. */
export function toVerdictText(directory: string, verdict: Verdict): string {
  if (verdict.ok) {
    const signed = verdict.signedBy === null ? "" : `, signed with ${verdict.signedBy}`
    return `${directory} is untouched: ${verdict.files} files, ${verdict.rows} rows, SHA-256 ${verdict.sha256}${signed}`
  }
  return verdict.problems
    .map(({ file, line, problem }) => `${file}${line === undefined ? "" : `, line ${line}`}: ${problem}`)
    .join("\n")
}
