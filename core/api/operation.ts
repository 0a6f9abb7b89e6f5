/** One operation of the API as its page shows it. */
export type OperationView = {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly about: string | null
  /** Null = any key. */
  readonly scope: string | null
  readonly fields: readonly {
    readonly name: string
    readonly place: "path" | "query" | "body"
    readonly type: string
    readonly required: boolean
    readonly about: string
  }[]
  /** JSON schema or media type of the answer. */
  readonly answer: string
}

export type OperationGroup = { readonly tag: string; readonly operations: readonly OperationView[] }
