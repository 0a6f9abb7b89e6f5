import { When } from "@/components/projects/when"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { ConsentVersion } from "@/core/consent/question"

/** Every version with how many said what to it, newest first. */
export function ConsentVersions({ versions }: { versions: readonly ConsentVersion[] }) {
  return (
    <Table caption="Versions of the consent text" className="panel">
      <thead>
        <tr>
          <Th>Version</Th>
          <Th>Saved (UTC)</Th>
          <Th>By</Th>
          <Th>Agreed</Th>
          <Th>Refused</Th>
        </tr>
      </thead>
      <tbody>
        {versions.map((each) => (
          <Tr key={each.version}>
            <Td>
              {each.version}
              {each.empty && <span className="text-ink-3"> · no consent asked</span>}
            </Td>
            <Td>
              <When at={each.createdAt} />
            </Td>
            <Td>
              <bdi>{each.by ?? "Command line"}</bdi>
            </Td>
            <Td className="figures">{each.accepted}</Td>
            <Td className="figures">{each.refused}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
