import { countText } from "@/components/imports/byte-text"
import { Badge, type Tone } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { ImportRunView } from "@/core/import-view"

const statuses: Readonly<Record<ImportRunView["status"], readonly [string, Tone]>> = {
  PREVIEW: ["not started", "neutral"],
  RUNNING: ["running", "accent"],
  DONE: ["done", "good"],
  FAILED: ["failed", "bad"],
  CANCELLED: ["cancelled", "neutral"],
}

/** Earlier imports of the project. */
export function ImportHistory({ slug, runs }: { slug: string; runs: readonly ImportRunView[] }) {
  return (
    <div className="panel min-w-0">
      <Table caption="Earlier imports">
        <thead>
          <tr>
            <Th>When</Th>
            <Th>Files</Th>
            <Th>State</Th>
            <Th numeric>New prompts</Th>
            <Th numeric>New completions</Th>
            <Th numeric>New labels</Th>
            <Th numeric>New tasks</Th>
            <Th numeric>Bad rows</Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <Tr key={run.id}>
              <Td className="figures whitespace-nowrap">
                <time dateTime={run.createdAt}>{`${run.createdAt.slice(0, 16).replace("T", " ")} UTC`}</time>
              </Td>
              <Td className="max-w-72 min-w-40 wrap-anywhere">
                {run.files.map((file) => file.name).join(", ")}
              </Td>
              <Td>
                <Badge tone={statuses[run.status][1]}>{statuses[run.status][0]}</Badge>
                {run.error && <span className="mt-1 block max-w-64 min-w-40 text-ink-2">{run.error}</span>}
              </Td>
              {(["prompts", "completions", "labels", "tasks"] as const).map((kind) => (
                <Td key={kind} numeric>
                  {run.counts ? countText(run.counts[kind].added) : "–"}
                </Td>
              ))}
              <Td numeric>
                {run.badRowCount === 0 ? (
                  "0"
                ) : (
                  <a
                    className="text-accent underline underline-offset-3"
                    href={`/api/projects/${slug}/imports/${run.id}/bad-rows?format=csv`}
                    download
                    aria-label={`${countText(run.badRowCount)} bad rows, as CSV`}
                  >
                    {countText(run.badRowCount)}
                  </a>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}
