import { Badge } from "@/components/ui/badge"
import { Table, Td, Th, Tr } from "@/components/ui/table"
import type { OperationGroup, OperationView } from "@/core/api/operation"

/** Every operation, group by group; what it answers with is folded away. */
export function OperationList({ groups }: { groups: readonly OperationGroup[] }) {
  return (
    <>
      {groups.map(({ tag, operations }) => (
        <section key={tag} aria-labelledby={`tag-${tag}`} className="grid gap-4">
          <h2 id={`tag-${tag}`} className="text-lg first-letter:uppercase">
            {tag}
          </h2>
          {operations.map((operation) => (
            <Operation key={operation.id} operation={operation} />
          ))}
        </section>
      ))}
    </>
  )
}

function Operation({ operation }: { operation: OperationView }) {
  const { id, method, path, summary, about, scope, fields, answer } = operation
  return (
    <article id={id} className="panel panel-padded grid min-w-0 gap-3">
      <header className="grid gap-1">
        <h3 className="text-base">{summary}</h3>
        <p className="font-mono text-sm wrap-anywhere">
          <span className="font-semibold">{method}</span> {path}
        </p>
        <p className="text-sm text-ink-2">
          {scope === null ? "Any key." : <Badge>{scope}</Badge>} {about && <About text={about} />}
        </p>
      </header>
      {fields.length > 0 && (
        <Table caption={`Input of ${summary}`}>
          <thead>
            <tr>
              <Th>Field</Th>
              <Th>In</Th>
              <Th>Type</Th>
              <Th>Meaning</Th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <Tr key={`${field.place}-${field.name}`} className="*:align-baseline">
                <Td className="font-mono text-xs">
                  {field.name}
                  {field.required && <span className="text-ink-3"> · required</span>}
                </Td>
                <Td>{field.place}</Td>
                <Td className="min-w-28 font-mono text-xs wrap-anywhere">{field.type}</Td>
                <Td className="min-w-40">
                  <About text={field.about} />
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {answer !== "" && (
        <details className="text-sm">
          <summary className="cursor-pointer text-ink-2">Answer</summary>
          <pre
            // A long schema scrolls: the keyboard must reach it.
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
            tabIndex={0}
            className="mt-2 max-h-96 overflow-auto rounded-control bg-sunken p-4 font-mono text-xs"
          >
            {answer}
          </pre>
        </details>
      )}
    </article>
  )
}

/** Sentences that OpenAPI reads as Markdown: here only names between backticks are marked as such. */
export function About({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // The same name may come twice; its place tells them apart.
      // oxlint-disable-next-line react/no-array-index-key
      <code key={index} className="font-mono text-[0.9em]">
        {part}
      </code>
    ),
  )
}
