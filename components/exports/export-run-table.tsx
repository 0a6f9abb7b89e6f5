import { toBytesText } from "@/components/exports/bytes-text"
import { When } from "@/components/projects/when"
import { buttonStyle } from "@/components/ui/button-style"
import { Code } from "@/components/ui/code"
import { EmptyState } from "@/components/ui/empty-state"
import { ActionsTd, ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table"
import type { ExportRunView } from "@/core/exports/export-view"

/** Exports made before; each can be made again as it was, whatever has come in since. */
export function ExportRunTable({ apiPath, runs }: { apiPath: string; runs: readonly ExportRunView[] }) {
  return (
    <section aria-labelledby="earlier" className="panel">
      <h2 id="earlier" className="px-5 pt-5 text-base sm:pt-6">
        Earlier exports
      </h2>
      {runs.length === 0 ? (
        <EmptyState title="None yet" level={3}>
          Every export is written down here with the state it was made of, and can be made again byte by byte.
        </EmptyState>
      ) : (
        <>
          <p className="px-5 pt-1 pb-3 text-sm text-ink-2">
            Each holds the state of its moment: downloaded again, it is the same to the byte. On the command
            line: <Code>diptych export … --again SHA256</Code>. Whoever is given one can check it offline with{" "}
            <a href="/verify.mjs" download className="text-accent underline underline-offset-3">
              verify.mjs
            </a>
            : <Code>node verify.mjs DIR</Code>
          </p>
          <Table caption="Earlier exports, newest first">
            <thead>
              <tr>
                <Th>Made</Th>
                <Th>Format</Th>
                <Th numeric>Rows</Th>
                <Th>Settings</Th>
                <Th>SHA-256</Th>
                <Th numeric>Size</Th>
                <ActionsTh label="Download" />
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <Tr key={run.id}>
                  <Td>
                    <When at={new Date(run.createdAt)} />
                    <span className="block text-xs text-ink-3">{run.createdBy ?? "command line"}</span>
                  </Td>
                  <Td>{run.formatLabel}</Td>
                  <Td numeric>
                    {run.rows.length === 0 && "0"}
                    {run.rows.map(({ split, rows }) => (
                      <span key={split} className="block whitespace-nowrap">
                        {rows.toLocaleString("en")} {split}
                      </span>
                    ))}
                  </Td>
                  <Td className="text-ink-2">{run.settings}</Td>
                  <Td>
                    <span title={run.sha256} className="font-mono text-xs">
                      {run.sha256.slice(0, 12)}
                    </span>
                  </Td>
                  <Td numeric className="whitespace-nowrap">
                    {toBytesText(run.bytes)}
                  </Td>
                  <ActionsTd>
                    <a
                      href={`${apiPath}/${run.id}/download`}
                      download
                      aria-label={`Download the export ${run.sha256.slice(0, 12)}`}
                      className={buttonStyle("secondary", "sm")}
                    >
                      Download
                    </a>
                  </ActionsTd>
                </Tr>
              ))}
            </tbody>
          </Table>
        </>
      )}
    </section>
  )
}
