import { EmptyState } from "@/components/ui/empty-state"
import { LinkButton } from "@/components/ui/link-button"
import type { Permission } from "@/core/permissions"

/** A project without tasks: what comes first, for whoever may do it. */
export function StartHere({
  path,
  permissions,
  prompts,
}: {
  path: string
  permissions: readonly Permission[]
  prompts: number
}) {
  const mayImport = permissions.includes("imports:create")
  return (
    <div className="panel">
      <EmptyState
        title={prompts === 0 ? "Nothing to compare yet" : "Prompts are here, but no tasks"}
        action={
          mayImport && (
            <>
              <LinkButton href={`${path}/import`} variant="primary">
                Import model outputs
              </LinkButton>
              <LinkButton href={`${path}/members`}>Invite people</LinkButton>
              <LinkButton href={`${path}/guidelines`}>Write the guidelines</LinkButton>
            </>
          )
        }
      >
        {!mayImport
          ? "An admin of this project imports model outputs; the figures then appear here."
          : prompts === 0
            ? "Import a file of prompts and answers (JSONL, JSON or CSV). Then invite people and write down what they should look for."
            : "A task needs two different answers to one prompt. Import more answers to the same prompts."}
      </EmptyState>
    </div>
  )
}
