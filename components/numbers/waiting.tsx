import { EmptyState } from "@/components/ui/empty-state"
import { Progress } from "@/components/ui/progress"

/** The figures are being computed; the page fetches them when they are there. */
export function Computing({ done, error }: { done: number; error: string | null }) {
  return (
    <div className="panel panel-padded" role="status">
      <p className="font-medium">
        {error ? "The last try failed; it runs again." : "Computing these figures."}
      </p>
      <p className="mt-1 mb-4 text-sm text-ink-2">
        {error ?? "This selection is added up away from this page. It is kept for the next time."}
      </p>
      <Progress
        label="Computed"
        total={100}
        parts={[{ label: "done", value: done * 100, tone: "running" }]}
      />
    </div>
  )
}

export function NotCounted() {
  return (
    <div className="panel">
      <EmptyState title="The answers are being counted">
        The figures appear here by themselves in a moment.
      </EmptyState>
    </div>
  )
}

export function NothingYet() {
  return (
    <div className="panel">
      <EmptyState title="No answer fits">
        Nobody has given an answer that counts within these filters yet. Figures appear here as answers are
        saved.
      </EmptyState>
    </div>
  )
}
