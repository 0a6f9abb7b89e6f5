/** A webhook as a list shows it; its secret is shown once, when it is made. */
export type WebhookRow = {
  readonly id: string
  readonly url: string
  readonly events: readonly string[]
  readonly createdAt: Date
  readonly disabledAt: Date | null
  readonly waiting: number
  readonly failed: number
}

export type DeliveryRow = {
  readonly id: string
  readonly webhookId: string
  readonly url: string
  readonly event: string
  readonly status: "PENDING" | "DELIVERED" | "FAILED"
  readonly attempts: number
  readonly lastStatus: number | null
  readonly lastError: string | null
  readonly createdAt: Date
  readonly dueAt: Date
  readonly finishedAt: Date | null
}
