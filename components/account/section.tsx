import { type ReactNode, useId } from "react"

/** One matter of the account: what it is on the left of a wide window, its form on the right. */
export function Section({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="panel panel-padded grid gap-x-8 gap-y-4 md:grid-cols-[13rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="text-base">
          {title}
        </h2>
        {lead && <p className="mt-1 text-sm text-ink-2">{lead}</p>}
      </div>
      {children}
    </section>
  )
}
