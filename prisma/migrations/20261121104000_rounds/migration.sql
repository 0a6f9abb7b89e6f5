-- AlterTable
ALTER TABLE "Round" ADD COLUMN     "active" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "closedAt" TIMESTAMPTZ(3);

-- One round at most is the one that imports go to, and a closed one never is.
CREATE UNIQUE INDEX "Round_active_key" ON "Round" ("projectId") WHERE "active";
ALTER TABLE "Round" ADD CONSTRAINT "Round_closed_check" CHECK (NOT ("active" AND "closedAt" IS NOT NULL));
