import type { GivenConsent } from "@/core/consent/question"
import type { UserActor } from "@/server/actor"
import { listGivenConsents } from "@/server/data/consent"
import { listProjectsWithAnswers } from "@/server/data/demographics"

/** What a person agreed to and told about themselves, project by project. */
export async function listOwnConsents(actor: UserActor): Promise<GivenConsent[]> {
  const [given, answered] = await Promise.all([listGivenConsents(actor), listProjectsWithAnswers(actor)])
  const withAnswers = new Set(answered.map((each) => each.slug))
  const known = new Set(given.map((each) => each.slug))
  return [
    ...given.map((each) => ({ ...each, questions: withAnswers.has(each.slug) })),
    ...answered
      .filter((each) => !known.has(each.slug))
      .map((each) => ({ ...each, version: 0, accepted: null, at: new Date(0), questions: true })),
  ]
}
