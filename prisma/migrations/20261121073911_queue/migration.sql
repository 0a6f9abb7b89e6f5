-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "lowerTo" INTEGER,
ADD COLUMN     "ownOverlap" INTEGER;

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "served" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sweepFrom" INTEGER,
ADD COLUMN     "sweptAt" TIMESTAMPTZ(3);

ALTER TABLE "Task"
  ADD CONSTRAINT "Task_own_overlap" CHECK ("ownOverlap" BETWEEN 1 AND 100),
  ADD CONSTRAINT "Task_lower_to" CHECK ("lowerTo" >= 1 AND "lowerTo" < "overlap");
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_served" CHECK ("served" >= 0);
ALTER TABLE "Project" ADD CONSTRAINT "Project_adaptive_cap" CHECK ("adaptiveCap" BETWEEN 2 AND 100);

-- The queue's order: priority, then tasks that somebody began and of those the nearly finished, then the
-- ring. Untouched tasks stand together whatever overlap they want: else the share judged twice, which
-- wants two, would come last of all.
CREATE INDEX "Task_queue_idx" ON "Task"("projectId", "priority" DESC,
  (CASE WHEN "taken" = 0 THEN 1000 ELSE "remaining" END), "ring") WHERE "open";
DROP INDEX "Task_projectId_open_priority_remaining_ring_idx";
-- The end of the queue is searched piece by piece in ring order, whatever the priority.
CREATE INDEX "Task_open_ring_idx" ON "Task"("projectId", "ring") WHERE "open";
-- Tasks out of the ordinary queue are few: the gold ones are found here.
CREATE INDEX "Task_apart_idx" ON "Task"("projectId", "status", "ring") WHERE "status" <> 'ACTIVE';
-- A person's own answers by time, for hidden repeats.
CREATE INDEX "Assignment_own_answers_idx" ON "Assignment"("projectId", "annotatorId", "closedAt")
  WHERE "purpose" = 'LABEL' AND "state" = 'SUBMITTED';

-- A task with a known answer in force is gold and nothing else; here and not in code, so that no writer
-- of Gold can leave it in the ordinary queue.
CREATE FUNCTION diptych_gold_status() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE "Task" SET "status" = 'ACTIVE', "open" = "remaining" > 0
    WHERE "id" = OLD."taskId" AND "status" = 'GOLD';
  ELSIF NEW."retiredAt" IS NULL THEN
    UPDATE "Task" SET "status" = 'GOLD', "open" = false WHERE "id" = NEW."taskId" AND "status" <> 'GOLD';
  ELSE
    UPDATE "Task" SET "status" = 'RETIRED', "open" = false WHERE "id" = NEW."taskId" AND "status" = 'GOLD';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER gold_status AFTER INSERT OR DELETE OR UPDATE OF "retiredAt" ON "Gold"
  FOR EACH ROW EXECUTE FUNCTION diptych_gold_status();
UPDATE "Task" SET "status" = 'GOLD', "open" = false
  WHERE "id" IN (SELECT "taskId" FROM "Gold" WHERE "retiredAt" IS NULL);
