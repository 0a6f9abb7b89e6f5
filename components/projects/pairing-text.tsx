import { When } from "@/components/projects/when"

type Pairing = "ALL" | "BALANCED" | "AGAINST" | "KWISE" | "AS_IMPORTED"

/** What was decided when the project was made and stays. */
export function PairingText({
  pairing,
  n,
  modelKey,
  createdAt,
}: {
  pairing: Pairing
  n: number | null
  modelKey: string | null
  createdAt: Date
}) {
  const texts: Readonly<Record<Pairing, string>> = {
    ALL: "Every two answers of a prompt make a task.",
    BALANCED: `Each prompt makes ${n ?? 3} tasks at most, so that every two models meet equally often.`,
    AGAINST: `Every answer is compared with that of ${modelKey ?? "the baseline"}.`,
    KWISE: `Rankings of ${n ?? 4} answers.`,
    AS_IMPORTED: "The pairs or groups that the imported rows stated.",
  }
  return (
    <section aria-labelledby="fixed" className="text-sm">
      <h2 id="fixed" className="text-base">
        How answers become tasks
      </h2>
      <p className="mt-1 text-ink-2">
        {texts[pairing]} Set when the project was made, on <When at={createdAt} onlyDay />, and used for every
        import.
      </p>
    </section>
  )
}
