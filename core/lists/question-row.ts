export type QuestionRow = {
  id: string
  text: string
  taskId: string | null
  /** The start of the task's prompt. */
  prompt: string | null
  askedBy: string
  guidelineVersion: number | null
  createdAt: Date
  /** Of the newest answer. */
  wording: string | null
  answer: string | null
  answeredBy: string | null
  answeredAt: Date | null
  /** First version of the guidelines that took it in. */
  takenInto: number | null
}
