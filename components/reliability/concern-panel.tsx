import { ConcernBadge } from "@/components/reliability/concern-badge"
import { toRarity } from "@/core/reliability/explain-concern"
import type { ReliabilityRow } from "@/core/reliability/reliability-row"

/** What stands out about a person, with the figures behind it, or that nothing does. */
export function ConcernPanel({ person }: { person: ReliabilityRow }) {
  const { flags, notes, concern, figures, evidence } = person
  return (
    <section aria-labelledby="stands-out" className="panel panel-padded">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="stands-out" className="text-base">
          What stands out
        </h2>
        <ConcernBadge concern={concern} />
      </div>
      {flags.length === 0 && (
        <p className="mt-2 text-sm text-ink-2">
          {figures.answers < 10
            ? "There are too few answers to say anything yet."
            : "Nothing: careful work shows figures like these often enough. They may still be worth a look."}
        </p>
      )}
      {flags.map((flag) => (
        <div key={flag.habit} className="mt-4">
          <h3 className="text-sm font-medium">{flag.title}</h3>
          <ul className="mt-1 grid list-disc gap-1 ps-5 text-sm text-ink-2">
            {flag.figures.map((figure) => (
              <li key={figure} className="figures">
                {figure}
              </li>
            ))}
          </ul>
        </div>
      ))}
      {flags.length > 0 && (
        <p className="prose-measure mt-4 text-sm text-ink-2">
          Careful work would ever show as much with a probability of {toRarity(evidence)}, however often
          somebody looks. It may still have a good reason: a task misunderstood, a taste of their own, gold
          that is wrong. Look at some answers and talk to the person before anything else.
        </p>
      )}
      {notes.length > 0 && (
        <>
          <h3 className="mt-5 text-sm font-medium">Beside it</h3>
          <ul className="mt-1 grid list-disc gap-1 ps-5 text-sm text-ink-2">
            {notes.map((note) => (
              <li key={note} className="figures">
                {note}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
