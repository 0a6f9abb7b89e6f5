import { DiptychError } from "@/core/errors"
import { explainConcern, toNotes } from "@/core/reliability/explain-concern"
import type { ReliabilityList, ReliabilityRow } from "@/core/reliability/reliability-row"
import type { ProjectAccess } from "@/server/access"
import type { AnswerRow, OtherGoldAnswer } from "@/server/data/reliability/load-answers"
import {
  listOtherGoldAnswers,
  listReliabilityAnswers,
  listReliabilityPeople,
} from "@/server/data/reliability/load-answers"
import { wilsonInterval } from "@/stats/intervals/wilson"
import type { CrowdAnswer } from "@/stats/reliability/crowd-answer"
import { flagPeople } from "@/stats/reliability/flag-people"
import { toPersonFigures } from "@/stats/reliability/person-figures"

type Access = ProjectAccess<"annotations:read" | "members:read">

/**
 * The report card of everybody in a project, those to look at first. Three statements and one pass
 * over the answers, whatever the number of people.
 */
export async function listReliability(access: Access): Promise<ReliabilityList> {
  const [people, rows, otherGold] = await Promise.all([
    listReliabilityPeople(access),
    listReliabilityAnswers(access),
    listOtherGoldAnswers(access),
  ])
  const place = new Map(people.map((person, i) => [person.userId, i]))
  const tasks = new Map<string, number>()
  const taskOf = (id: string) => {
    const known = tasks.get(id)
    if (known !== undefined) return known
    tasks.set(id, tasks.size)
    return tasks.size - 1
  }
  const answers = [
    ...rows.map((row) => toCrowdAnswer(row, place.get(row.annotatorId), taskOf(row.taskId))),
    ...otherGold.map((row) => toGoldAnswer(row, place.get(row.annotatorId), taskOf(row.taskId))),
  ].filter((answer) => answer !== null)
  const crowd = { people: people.length, tasks: tasks.size, answers }
  const figures = toPersonFigures(crowd)
  const { people: assessed, rates } = flagPeople(crowd)
  const all = people.flatMap((person, i): ReliabilityRow[] => {
    const [own, assessment] = [figures[i], assessed[i]]
    if (!own || !assessment) return []
    const { timed, below, medianSeconds, ...who } = person
    const pace = { below: { hits: below, n: timed, interval: wilsonInterval(below, timed) }, medianSeconds }
    return [
      {
        ...who,
        figures: own,
        pace,
        concern: assessment.concern,
        evidence: assessment.evidence,
        adjusted: assessment.adjusted,
        flags: explainConcern(assessment, own, rates),
        notes: toNotes(own, pace),
      },
    ]
  })
  return { people: all.toSorted(byConcern), rates }
}

/** One person's card. It is made out of the whole project's, since others are the measure. */
export async function getReliability(
  access: Access,
  userId: string,
): Promise<{ person: ReliabilityRow; rates: ReliabilityList["rates"] }> {
  const { people, rates } = await listReliability(access)
  const person = people.find((one) => one.userId === userId)
  if (!person) throw new DiptychError("NOT_FOUND", "That person has not worked in this project.")
  return { person, rates }
}

const ranks = { flagged: 0, look: 1, none: 2 } as const

function byConcern(a: ReliabilityRow, b: ReliabilityRow): number {
  const level = ranks[a.concern] - ranks[b.concern]
  if (level !== 0) return level
  if (a.concern !== "none") return b.evidence - a.evidence
  return b.figures.answers - a.figures.answers
}

const choices = { A: 0, B: 1, TIE: null } as const

function toCrowdAnswer(row: AnswerRow, person: number | undefined, task: number): CrowdAnswer | null {
  if (person === undefined) return null
  if (row.purpose === "LABEL" && row.preference === null) return null
  if (row.purpose === "REPEAT" && row.right === null) return null
  return {
    person,
    task,
    purpose: row.purpose === "LABEL" ? "label" : row.purpose === "GOLD" ? "gold" : "repeat",
    choice: row.preference === null ? null : choices[row.preference],
    left: row.left === 0 ? 0 : 1,
    longer: row.longer === null ? null : row.longer === 0 ? 0 : 1,
    truth: row.truth === null ? null : choices[row.truth],
    right: row.right,
    compared: row.compared,
  }
}

function toGoldAnswer(row: OtherGoldAnswer, person: number | undefined, task: number): CrowdAnswer | null {
  if (person === undefined) return null
  const nothing = { choice: null, left: 0, longer: null, truth: null, compared: false } as const
  return { ...nothing, person, task, purpose: "gold", right: row.right }
}
