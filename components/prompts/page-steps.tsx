import { ChevronLeft, ChevronRight } from "lucide-react"
import { LinkButton } from "@/components/ui/link-button"

/** The ways to the pages beside this one, of a list that is walked by cursors. */
export function PageSteps({
  previous,
  previousLabel = "Previous",
  next,
}: {
  previous: string | null
  previousLabel?: string
  next: string | null
}) {
  if (previous === null && next === null) return null
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-end gap-2">
      {previous !== null && (
        <LinkButton href={previous} size="sm">
          <ChevronLeft aria-hidden className="size-4 rtl:rotate-180" /> {previousLabel}
        </LinkButton>
      )}
      {next !== null && (
        <LinkButton href={next} size="sm">
          Next <ChevronRight aria-hidden className="size-4 rtl:rotate-180" />
        </LinkButton>
      )}
    </nav>
  )
}
