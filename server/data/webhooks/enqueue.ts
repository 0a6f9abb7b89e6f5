import type { Sql } from "@/server/data/transaction"

const isoTime = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * One delivery for each webhook that wants one of these audit rows, inside the transaction that links
 * them: each row is linked once, so each event is queued once. No person is in it but by id of subject.
 */
export async function enqueueAuditEvents(tx: Sql, auditIds: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO "WebhookDelivery" ("id", "webhookId", "event", "body")
     SELECT gen_random_uuid(), w."id", e."action", json_build_object('type', e."action", 'timestamp', ${isoTime(`e."at"`)},
       'data', json_build_object('project', p."slug", 'seq', e."sealSeq"::text, 'actorKind', e."actorKind",
         'subjectType', e."subjectType", 'subjectId', e."subjectId", 'before', e."before", 'after', e."after"))::text
     FROM "AuditEvent" e JOIN "Project" p ON p."id" = e."projectId"
       JOIN "Webhook" w ON w."projectId" = e."projectId" AND w."disabledAt" IS NULL AND w."createdAt" <= e."at"
         AND w."events" && ARRAY[e."action", '*']
     WHERE e."id" = ANY($1::uuid[])`,
    [auditIds],
  )
}

/** The same for annotations; `*` does not ask for them, they are too many. */
export async function enqueueAnnotations(tx: Sql, annotationIds: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO "WebhookDelivery" ("id", "webhookId", "event", "body")
     SELECT gen_random_uuid(), w."id", 'annotation:create', json_build_object('type', 'annotation:create',
       'timestamp', ${isoTime(`a."createdAt"`)}, 'data', json_build_object('project', p."slug", 'annotationId', a."id",
         'taskId', a."taskId", 'revision', a."revision", 'status', a."status"))::text
     FROM "Annotation" a JOIN "Project" p ON p."id" = a."projectId"
       JOIN "Webhook" w ON w."projectId" = a."projectId" AND w."disabledAt" IS NULL AND w."createdAt" <= a."createdAt"
         AND 'annotation:create' = ANY(w."events")
     WHERE a."id" = ANY($1::uuid[])`,
    [annotationIds],
  )
}
