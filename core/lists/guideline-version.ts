export type GuidelineVersion = {
  version: number
  createdAt: Date
  by: string | null
  confirmRequired: boolean
  chars: number
  /** Annotations made under this version. */
  annotations: number
}
