-- Work by day in place of by hour: everything that reads it reads days. Both are derived (diptych rollup rebuild).
CREATE TABLE "RollupWork" (
    "groupId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "answers" INTEGER NOT NULL,
    "comparisons" INTEGER NOT NULL,
    "timed" INTEGER NOT NULL,
    "activeMs" BIGINT NOT NULL,
    "flags" INTEGER NOT NULL,

    CONSTRAINT "RollupWork_pkey" PRIMARY KEY ("groupId", "day", "personId")
);
ALTER TABLE "RollupWork" ADD CONSTRAINT "RollupWork_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "RollupGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;
INSERT INTO "RollupWork" ("groupId", "personId", "day", "answers", "comparisons", "timed", "activeMs", "flags")
  SELECT "groupId", "personId", ("hour" AT TIME ZONE 'UTC')::date, sum("answers"), sum("comparisons"), sum("timed"),
    sum("activeMs"), sum("flags")
  FROM "RollupHour" GROUP BY 1, 2, 3;
DROP TABLE "RollupHour";

-- Ledgers by slice and day.
CREATE INDEX "RollupAnswer_sliceId_hour_idx" ON "RollupAnswer"("sliceId", "hour");
DROP INDEX "RollupAnswer_sliceId_idx";
CREATE INDEX "RollupUnit_sliceId_day_idx" ON "RollupUnit"("sliceId", "day");
DROP INDEX "RollupUnit_sliceId_idx";

CREATE TABLE "RollupPack" (
    "kind" SMALLINT NOT NULL,
    "sliceId" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "packed" BYTEA,

    CONSTRAINT "RollupPack_pkey" PRIMARY KEY ("kind", "sliceId", "day"),
    CONSTRAINT "RollupPack_kind" CHECK ("kind" BETWEEN 1 AND 3)
);
ALTER TABLE "RollupPack" ADD CONSTRAINT "RollupPack_sliceId_fkey" FOREIGN KEY ("sliceId") REFERENCES "RollupSlice"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- The bytes hardly shrink, and are read as a whole.
ALTER TABLE "RollupPack" ALTER COLUMN "packed" SET STORAGE EXTERNAL;
-- What is still to be packed.
CREATE INDEX "RollupPack_open_idx" ON "RollupPack"("day", "sliceId") WHERE "packed" IS NULL;
INSERT INTO "RollupPack" ("kind", "sliceId", "day")
  SELECT DISTINCT 1, "sliceId", "day" FROM "RollupFact"
  UNION ALL SELECT DISTINCT 2, "sliceId", ("hour" AT TIME ZONE 'UTC')::date FROM "RollupAnswer"
  UNION ALL SELECT DISTINCT 3, "sliceId", "day" FROM "RollupUnit";
