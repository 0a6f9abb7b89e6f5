import { groupBy } from "@/core/group-by"

/**
 * Which annotations enter agreement, said once (server/data/agreement-votes.ts is the same in SQL, and
 * a test compares the two). An annotation enters where
 *
 * 1. it is counted: the latest revision of its assignment, ACCEPTED, of purpose LABEL, under no
 *    exclusion in force. So gold, repeats, surplus and answers taken back never enter;
 * 2. its task was to be judged by several people whatever they would say: it is of the share judged
 *    twice, or the project's overlap is fixed at two or more, which makes every task such a one;
 * 3. it is among the first `fixed` counted ones of its task, where `fixed` is the smaller of the task's
 *    overlap and the project's (at least 2). Votes that somebody asked for afterwards, because a task
 *    looked contested, do not enter.
 *
 * First = by the time at which the assignment's answer was first accepted: a correction keeps its place.
 */
export type AgreementProject = {
  readonly overlap: number
  /** Null = the overlap is fixed. */
  readonly adaptiveCap: number | null
}

export type AgreementTask = { readonly id: string; readonly overlap: number; readonly doubleJudged: boolean }

/** One counted annotation. */
export type AgreementVote = {
  readonly annotationId: string
  readonly taskId: string
  readonly firstAcceptedAt: Date
  readonly assignmentId: string
}

/** Whether answers to this task may enter agreement at all. */
export function isInAgreement(project: AgreementProject, task: AgreementTask): boolean {
  return task.doubleJudged || (project.adaptiveCap === null && project.overlap >= 2)
}

/** How many answers of such a task enter. */
export function fixedVotes(project: AgreementProject, task: AgreementTask): number {
  return Math.min(task.overlap, Math.max(project.overlap, 2))
}

/**
 * The votes that enter, out of all counted ones.
 *
 * Example: overlap 1, a task of the share judged twice that an admin raised to 3: its first two.
 */
export function selectAgreementVotes<V extends AgreementVote>(
  project: AgreementProject,
  tasks: readonly AgreementTask[],
  counted: readonly V[],
): V[] {
  const votesOf = groupBy(counted, (vote) => vote.taskId)
  return tasks
    .filter((task) => isInAgreement(project, task))
    .flatMap((task) =>
      (votesOf.get(task.id) ?? []).toSorted(byAcceptance).slice(0, fixedVotes(project, task)),
    )
}

function byAcceptance(a: AgreementVote, b: AgreementVote): number {
  return (
    a.firstAcceptedAt.getTime() - b.firstAcceptedAt.getTime() || (a.assignmentId < b.assignmentId ? -1 : 1)
  )
}
