import { When } from "@/components/projects/when"
import { TextLink } from "@/components/ui/text-link"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { AuditRow } from "@/core/lists/audit-row"

const kinds: Readonly<Record<string, string>> = {
  cli: "Command line",
  system: "The system",
  "api-key": "API key",
  user: "A person since erased",
}

/** Who did what, and what was different before and after. */
export function AuditTable({
  rows,
  hrefOfSubject,
}: {
  rows: readonly AuditRow[]
  /** The log with only what was done to one thing. */
  hrefOfSubject: (row: AuditRow) => string
}) {
  return (
    <Table caption="Audit log" className="panel">
      <thead>
        <tr>
          <Th>When (UTC)</Th>
          <Th>Who</Th>
          <Th>What</Th>
          <Th>About</Th>
          <Th>Details</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td>
              <When at={row.at} />
            </Td>
            <Td className="min-w-32">
              <span dir="auto" className="wrap-anywhere">
                {row.actor ?? kinds[row.actorKind] ?? row.actorKind}
              </span>
            </Td>
            <Td className="font-mono text-xs whitespace-nowrap">{row.action}</Td>
            <Td className="min-w-28">
              <TextLink href={hrefOfSubject(row)}>
                <bdi className="wrap-anywhere">{row.subject ?? row.subjectType}</bdi>
              </TextLink>
            </Td>
            <Td className="w-2/5 min-w-64">
              <Change before={row.before} after={row.after} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

/** Field by field: before → after. Values are shown as text, whatever they hold. */
function Change({ before, after }: { before: unknown; after: unknown }) {
  const [old, now] = [toRecord(before), toRecord(after)]
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])]
  if (keys.length === 0) return <span className="text-ink-3">–</span>
  return (
    <ul className="grid gap-0.5">
      {keys.map((key) => (
        <li key={key} className="wrap-anywhere">
          <span className="text-ink-3">{key}</span>{" "}
          {key in old && (
            <span className={key in now ? "text-ink-2 line-through decoration-line-strong" : ""}>
              {toText(old[key])}
            </span>
          )}
          {key in old && key in now && <span aria-label="became"> → </span>}
          {key in now && <span>{toText(now[key])}</span>}
        </li>
      ))}
    </ul>
  )
}

function toRecord(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? { ...value } : {}
}

function toText(value: unknown): string {
  // Personal values are kept as salted hashes (docs/privacy.md): the digits would tell nobody anything.
  if (typeof value === "string" && value.startsWith("hmac-sha256:")) return "(kept as a hash)"
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 160)}…` : text || "(empty)"
}
