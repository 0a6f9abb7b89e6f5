/** One version of a project's protocol, as the list of versions shows it. */
export type ProtocolVersionRow = {
  readonly version: number
  readonly createdAt: Date
  readonly by: string | null
  readonly preset: string
  readonly annotations: number
}
