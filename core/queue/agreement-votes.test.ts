import { expect, test } from "vitest"
import { selectAgreementVotes } from "@/core/queue/agreement-votes"

const task = (id: string, overlap: number, doubleJudged: boolean) => ({ id, overlap, doubleJudged })
const vote = (taskId: string, minute: number) => ({
  annotationId: `${taskId}${minute}`,
  taskId,
  assignmentId: `${minute}`,
  firstAcceptedAt: new Date(minute * 60_000),
})
const ids = (votes: readonly { annotationId: string }[]) => votes.map((one) => one.annotationId)
const votes = [vote("a", 3), vote("a", 1), vote("a", 2), vote("b", 1), vote("b", 2)]

test("with adaptive overlap only the share judged twice enters, with its fixed number, first come first", () => {
  const tasks = [task("a", 3, true), task("b", 2, false)]
  expect(ids(selectAgreementVotes({ overlap: 1, adaptiveCap: 5 }, tasks, votes))).toEqual(["a1", "a2"])
})

test("with a fixed overlap of two or more every task enters; with one only the share judged twice", () => {
  const tasks = [task("a", 2, true), task("b", 2, false)]
  expect(ids(selectAgreementVotes({ overlap: 2, adaptiveCap: null }, tasks, votes))).toEqual([
    "a1",
    "a2",
    "b1",
    "b2",
  ])
  expect(ids(selectAgreementVotes({ overlap: 1, adaptiveCap: null }, tasks, votes))).toEqual(["a1", "a2"])
})

test("a task whose overlap was lowered brings no more than that", () => {
  expect(ids(selectAgreementVotes({ overlap: 3, adaptiveCap: null }, [task("a", 2, true)], votes))).toEqual([
    "a1",
    "a2",
  ])
})
