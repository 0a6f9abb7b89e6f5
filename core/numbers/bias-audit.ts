import type { PersonRow, Share } from "@/core/numbers/report"
import { suppressSmallCells } from "@/core/consent/small-cells"
import { plainInterval } from "@/core/numbers/agreement"
import { pairwiseAgreementOfCounts } from "@/stats/agreement/pairwise-agreement"
import { notDefined } from "@/stats/outcome"

/** A voluntary question and who chose what: never leaves the server. */
export interface GroupQuestion {
  readonly text: string
  readonly choices: readonly string[]
  /** By user id the place of the choice; null = prefers not to say. */
  readonly chosen: ReadonlyMap<string, number | null>
}

export interface AuditQuestion {
  readonly text: string
  readonly groups: readonly AuditGroup[]
}

/** Hidden where the group is small, or could be worked out from the others. */
export type AuditGroup =
  | { readonly label: string; readonly hidden: true }
  | {
      readonly label: string
      readonly hidden: false
      readonly people: number
      readonly agrees: Share
      readonly left: Share
      readonly longer: Share
      readonly ties: Share
    }

/**
 * How groups of people answer, from the rows of the people who have answered tasks. A group is shown where the rule of
 * core/consent/small-cells.ts shows its count of people: at least five, and none that follows from the rest. Shares are
 * those of all its people together, clustered by person.
 * Worked example: groups of 12, 9 and 2 people: the first is shown, the other two are hidden.
 */
export function auditGroups(
  persons: readonly PersonRow[],
  questions: readonly GroupQuestion[],
): AuditQuestion[] {
  return questions.map(({ text, choices, chosen }) => {
    const places = [...choices.keys(), null]
    const members = places.map((place) =>
      persons.filter((person) => chosen.has(person.id) && chosen.get(person.id) === place),
    )
    const { cells } = suppressSmallCells(members.map((group) => group.length))
    return {
      text,
      groups: members.map((group, at): AuditGroup => {
        const place = places[at]
        const label = place === null || place === undefined ? "Prefers not to say" : (choices[place] ?? "")
        const shown = cells[at]
        if (shown === null || shown === undefined) return { label, hidden: true }
        return {
          label,
          hidden: false,
          people: shown,
          agrees: ofGroup(group.map((person) => person.agrees)),
          left: ofGroup(group.map((person) => person.left)),
          longer: ofGroup(group.map((person) => person.longer)),
          ties: ofGroup(group.map((person) => person.ties)),
        }
      }),
    }
  })
}

/** The share of all together, people as clusters. */
function ofGroup(shares: readonly Share[]): Share {
  const own = shares.filter((share) => share.defined)
  const n = own.reduce((sum, one) => sum + one.n, 0)
  const part = own.reduce((sum, one) => sum + one.part, 0)
  if (own.length < 2) return { ...notDefined("one-cluster"), n, part }
  const value = pairwiseAgreementOfCounts(
    own.map((one) => one.part),
    own.map((one) => one.n),
  )
  return { ...plainInterval(value), n, part }
}
