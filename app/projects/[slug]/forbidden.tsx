import { EmptyState } from "@/components/ui/empty-state"

export default function ForbiddenHere() {
  return (
    <div className="panel">
      <EmptyState level={1} title="Your role does not allow that">
        You are a member of this project, but this page is for others. An owner or admin of the project can
        change your role.
      </EmptyState>
    </div>
  )
}
