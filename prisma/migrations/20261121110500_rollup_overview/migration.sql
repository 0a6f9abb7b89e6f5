-- What the overview of a project shows, kept beside the other counts. Filled by counting from scratch (the rule's version).
ALTER TABLE "RollupState" ADD COLUMN "twice" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "differing" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "RollupFate" (
    "taskId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "fate" TEXT NOT NULL,

    CONSTRAINT "RollupFate_pkey" PRIMARY KEY ("taskId", "seq")
);
ALTER TABLE "RollupFate" ADD CONSTRAINT "RollupFate_personId_fkey" FOREIGN KEY ("personId") REFERENCES "RollupPerson"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "RollupFateCount" (
    "personId" INTEGER NOT NULL,
    "fate" TEXT NOT NULL,
    "answers" INTEGER NOT NULL,

    CONSTRAINT "RollupFateCount_pkey" PRIMARY KEY ("personId", "fate")
);
ALTER TABLE "RollupFateCount" ADD CONSTRAINT "RollupFateCount_personId_fkey" FOREIGN KEY ("personId") REFERENCES "RollupPerson"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "RollupDiffer" (
    "taskId" UUID NOT NULL,
    "positionA" INTEGER NOT NULL,
    "positionB" INTEGER NOT NULL,
    "projectId" UUID NOT NULL,
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "tie" INTEGER NOT NULL,
    "bad" INTEGER NOT NULL,
    "votes" INTEGER NOT NULL,
    "split" INTEGER NOT NULL,
    "last" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RollupDiffer_pkey" PRIMARY KEY ("taskId", "positionA", "positionB")
);
CREATE INDEX "RollupDiffer_projectId_split_votes_last_taskId_idx" ON "RollupDiffer"("projectId", "split" DESC, "votes" DESC, "last" DESC, "taskId");
ALTER TABLE "RollupDiffer" ADD CONSTRAINT "RollupDiffer_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
