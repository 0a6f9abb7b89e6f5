-- Fewer indexes on what every import writes. No query loses its index:
--   (promptId, hash, modelId) is the unique key, and finds the completions of one text of a prompt, for which
--   there was an index of its own beside (promptId, modelId, hash);
--   (projectId, xid) begins with projectId;
--   who wrote a text, and which round it belongs to, is asked for by value only, never for null, and
--   nearly all rows hold null there.
CREATE UNIQUE INDEX "Completion_promptId_hash_modelId_key" ON "Completion"("promptId", "hash", "modelId");
DROP INDEX "Completion_promptId_modelId_hash_key";
DROP INDEX "Completion_promptId_hash_idx";
DROP INDEX "Completion_projectId_idx";
DROP INDEX "Completion_authorId_idx";
CREATE INDEX "Completion_authorId_idx" ON "Completion"("authorId") WHERE "authorId" IS NOT NULL;
DROP INDEX "Completion_roundId_idx";
CREATE INDEX "Completion_roundId_idx" ON "Completion"("roundId") WHERE "roundId" IS NOT NULL;
DROP INDEX "Task_roundId_idx";
CREATE INDEX "Task_roundId_idx" ON "Task"("roundId") WHERE "roundId" IS NOT NULL;
