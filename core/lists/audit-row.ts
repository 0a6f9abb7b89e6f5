export type AuditRow = {
  id: string
  at: Date
  actorId: string | null
  actorKind: string
  /** Name or address of the person; null for the command line, the system, and erased people. */
  actor: string | null
  action: string
  subjectType: string
  subjectId: string
  before: unknown
  after: unknown
}
