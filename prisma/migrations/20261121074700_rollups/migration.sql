-- CreateTable
CREATE TABLE "RollupState" (
    "projectId" UUID NOT NULL,
    "snapshot" TEXT NOT NULL,
    "cursor" UUID,
    "rule" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RollupState_pkey" PRIMARY KEY ("projectId")
);

-- CreateTable
CREATE TABLE "RollupPerson" (
    "id" SERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,

    CONSTRAINT "RollupPerson_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RollupModel" (
    "id" SERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "modelId" UUID NOT NULL,

    CONSTRAINT "RollupModel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RollupGroup" (
    "id" SERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "roundId" UUID,
    "cohort" TEXT NOT NULL,
    "criterion" TEXT NOT NULL,
    "kind" "TaskKind" NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "RollupGroup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RollupSlice" (
    "id" SERIAL NOT NULL,
    "groupId" INTEGER NOT NULL,
    "guideline" INTEGER NOT NULL,
    "language" TEXT NOT NULL,
    "useCase" TEXT NOT NULL,
    "tags" TEXT[],
    "key" TEXT NOT NULL,

    CONSTRAINT "RollupSlice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RollupFact" (
    "taskId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "sliceId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "second" INTEGER NOT NULL,
    "side" SMALLINT NOT NULL,
    "outcome" SMALLINT NOT NULL,
    "bad" BOOLEAN NOT NULL,
    "level" SMALLINT NOT NULL,
    "length" SMALLINT NOT NULL,
    "head" BOOLEAN NOT NULL,
    "own" BOOLEAN NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "RollupFact_pkey" PRIMARY KEY ("taskId","seq")
);

-- CreateTable
CREATE TABLE "RollupAnswer" (
    "taskId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "sliceId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "comparisons" INTEGER NOT NULL,
    "activeMs" INTEGER,
    "flags" INTEGER NOT NULL,

    CONSTRAINT "RollupAnswer_pkey" PRIMARY KEY ("taskId","seq")
);

-- CreateTable
CREATE TABLE "RollupUnit" (
    "taskId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "sliceId" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "a" INTEGER NOT NULL,
    "tie" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "people" INTEGER[],
    "answers" SMALLINT[],
    "models" INTEGER[],

    CONSTRAINT "RollupUnit_pkey" PRIMARY KEY ("taskId","seq")
);

-- CreateTable
CREATE TABLE "RollupCell" (
    "groupId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "first" INTEGER NOT NULL,
    "second" INTEGER NOT NULL,
    "side" SMALLINT NOT NULL,
    "win1" INTEGER NOT NULL,
    "win2" INTEGER NOT NULL,
    "win3" INTEGER NOT NULL,
    "win4" INTEGER NOT NULL,
    "loss1" INTEGER NOT NULL,
    "loss2" INTEGER NOT NULL,
    "loss3" INTEGER NOT NULL,
    "loss4" INTEGER NOT NULL,
    "tie" INTEGER NOT NULL,
    "bad" INTEGER NOT NULL,
    "lw0" INTEGER NOT NULL,
    "lw1" INTEGER NOT NULL,
    "lw2" INTEGER NOT NULL,
    "lw3" INTEGER NOT NULL,
    "lw4" INTEGER NOT NULL,
    "lt0" INTEGER NOT NULL,
    "lt1" INTEGER NOT NULL,
    "lt2" INTEGER NOT NULL,
    "lt3" INTEGER NOT NULL,
    "lt4" INTEGER NOT NULL,
    "ll0" INTEGER NOT NULL,
    "ll1" INTEGER NOT NULL,
    "ll2" INTEGER NOT NULL,
    "ll3" INTEGER NOT NULL,
    "ll4" INTEGER NOT NULL,

    CONSTRAINT "RollupCell_pkey" PRIMARY KEY ("groupId","personId","first","second","side")
);

-- CreateTable
CREATE TABLE "RollupTally" (
    "groupId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "answers" INTEGER NOT NULL,
    "comparisons" INTEGER NOT NULL,
    "ties" INTEGER NOT NULL,
    "bad" INTEGER NOT NULL,
    "pairs" INTEGER NOT NULL,
    "left" INTEGER NOT NULL,
    "right" INTEGER NOT NULL,
    "unlike" INTEGER NOT NULL,
    "longer" INTEGER NOT NULL,

    CONSTRAINT "RollupTally_pkey" PRIMARY KEY ("groupId","personId")
);

-- CreateTable
CREATE TABLE "RollupHour" (
    "groupId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "answers" INTEGER NOT NULL,
    "comparisons" INTEGER NOT NULL,
    "timed" INTEGER NOT NULL,
    "activeMs" BIGINT NOT NULL,
    "flags" INTEGER NOT NULL,

    CONSTRAINT "RollupHour_pkey" PRIMARY KEY ("groupId","personId","hour")
);

-- CreateTable
CREATE TABLE "RollupAgreement" (
    "sliceId" INTEGER NOT NULL,
    "day" DATE NOT NULL,
    "a" INTEGER NOT NULL,
    "tie" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    "units" INTEGER NOT NULL,

    CONSTRAINT "RollupAgreement_pkey" PRIMARY KEY ("sliceId","day","a","tie","b")
);

-- CreateTable
CREATE TABLE "RollupPairing" (
    "groupId" INTEGER NOT NULL,
    "one" INTEGER NOT NULL,
    "two" INTEGER NOT NULL,
    "pairs" INTEGER NOT NULL,
    "agreeing" INTEGER NOT NULL,

    CONSTRAINT "RollupPairing_pkey" PRIMARY KEY ("groupId","one","two")
);

-- CreateTable
CREATE TABLE "RollupFigure" (
    "projectId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "report" JSONB NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RollupFigure_pkey" PRIMARY KEY ("projectId","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "RollupPerson_projectId_userId_key" ON "RollupPerson"("projectId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "RollupModel_projectId_modelId_key" ON "RollupModel"("projectId", "modelId");

-- CreateIndex
CREATE UNIQUE INDEX "RollupGroup_projectId_key_key" ON "RollupGroup"("projectId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "RollupSlice_groupId_key_key" ON "RollupSlice"("groupId", "key");

-- CreateIndex
CREATE INDEX "RollupFact_sliceId_day_idx" ON "RollupFact"("sliceId", "day");

-- CreateIndex
CREATE INDEX "RollupAnswer_sliceId_idx" ON "RollupAnswer"("sliceId");

-- CreateIndex
CREATE INDEX "RollupUnit_sliceId_idx" ON "RollupUnit"("sliceId");

-- AddForeignKey
ALTER TABLE "RollupState" ADD CONSTRAINT "RollupState_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupPerson" ADD CONSTRAINT "RollupPerson_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupModel" ADD CONSTRAINT "RollupModel_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupGroup" ADD CONSTRAINT "RollupGroup_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupSlice" ADD CONSTRAINT "RollupSlice_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "RollupGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupFact" ADD CONSTRAINT "RollupFact_sliceId_fkey" FOREIGN KEY ("sliceId") REFERENCES "RollupSlice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupAnswer" ADD CONSTRAINT "RollupAnswer_sliceId_fkey" FOREIGN KEY ("sliceId") REFERENCES "RollupSlice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupUnit" ADD CONSTRAINT "RollupUnit_sliceId_fkey" FOREIGN KEY ("sliceId") REFERENCES "RollupSlice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupCell" ADD CONSTRAINT "RollupCell_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "RollupGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupTally" ADD CONSTRAINT "RollupTally_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "RollupGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupHour" ADD CONSTRAINT "RollupHour_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "RollupGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupAgreement" ADD CONSTRAINT "RollupAgreement_sliceId_fkey" FOREIGN KEY ("sliceId") REFERENCES "RollupSlice"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupPairing" ADD CONSTRAINT "RollupPairing_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "RollupGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RollupFigure" ADD CONSTRAINT "RollupFigure_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- New answers of models to texts that were judged before are found by their position in commit order.
CREATE INDEX IF NOT EXISTS "Completion_projectId_xid_idx" ON "Completion"("projectId", "xid");

-- What Prisma cannot express. No check on the sums: a difference is inserted before it meets its row.
ALTER TABLE "RollupFact"
  ADD CONSTRAINT "RollupFact_order" CHECK ("first" <= "second"),
  ADD CONSTRAINT "RollupFact_outcome" CHECK ("outcome" BETWEEN -1 AND 1 AND "side" BETWEEN -1 AND 1
    AND "length" BETWEEN -2 AND 2 AND ("outcome" = 0) = ("level" = 0) AND NOT ("bad" AND "outcome" <> 0));
ALTER TABLE "RollupUnit" ADD CONSTRAINT "RollupUnit_votes" CHECK ("a" + "tie" + "b" >= 2);
