import { EmptyState } from "@/components/ui/empty-state"

export default function NotFoundHere() {
  return (
    <div className="panel">
      <EmptyState level={1} title="There is nothing at this address">
        The thing may be gone, or the address is not whole. Everything of this project is on the left, or
        under the menu.
      </EmptyState>
    </div>
  )
}
