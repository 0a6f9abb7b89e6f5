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
  /** Name or address, where it is a person who is still here. */
  subject: string | null
  before: unknown
  after: unknown
}
