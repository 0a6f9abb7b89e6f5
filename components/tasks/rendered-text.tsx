import { cx } from "@/components/ui/cx"

/** A text of a model or person, rendered and sanitised by the server. */
export function RenderedText({ html, className }: { html: string; className?: string }) {
  // The string comes from server/render only, which sanitises it.
  // oxlint-disable-next-line react/no-danger
  return <div dir="auto" className={cx("rendered", className)} dangerouslySetInnerHTML={{ __html: html }} />
}
