-- CreateEnum
CREATE TYPE "ContestReason" AS ENUM ('SPLIT', 'STRENGTH', 'POSTERIOR');

-- AlterEnum
ALTER TYPE "TaskStatus" ADD VALUE 'RULED';

-- AlterTable
ALTER TABLE "Adjudication" ADD COLUMN     "sawVotes" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "shown" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- AlterTable
ALTER TABLE "Guideline" ADD COLUMN     "questionId" UUID;

-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "contestedBelow" DOUBLE PRECISION NOT NULL DEFAULT 0.7,
ADD COLUMN     "rulingByVoters" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "rulingReason" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "ContestedPair" (
    "taskId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "positionA" INTEGER NOT NULL,
    "positionB" INTEGER NOT NULL,
    "criterion" TEXT NOT NULL DEFAULT 'overall',
    "reasons" "ContestReason"[],
    "posterior" DOUBLE PRECISION NOT NULL,
    "votes" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ContestedPair_pkey" PRIMARY KEY ("taskId","criterion","positionA","positionB")
);

-- CreateTable
CREATE TABLE "ContestedRollup" (
    "projectId" UUID NOT NULL,
    "snapshot" TEXT NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "ContestedRollup_pkey" PRIMARY KEY ("projectId")
);

-- CreateTable
CREATE TABLE "AdjudicationLease" (
    "taskId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "swapped" BOOLEAN NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AdjudicationLease_pkey" PRIMARY KEY ("taskId")
);

-- CreateTable
CREATE TABLE "Question" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "taskId" UUID,
    "askedById" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "guidelineVersion" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "QuestionAnswer" (
    "id" UUID NOT NULL,
    "questionId" UUID NOT NULL,
    "wording" TEXT NOT NULL,
    "answer" TEXT,
    "answeredById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "QuestionAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ContestedPair_projectId_posterior_taskId_idx" ON "ContestedPair"("projectId", "posterior", "taskId");

-- CreateIndex
CREATE INDEX "AdjudicationLease_projectId_userId_idx" ON "AdjudicationLease"("projectId", "userId");

-- CreateIndex
CREATE INDEX "AdjudicationLease_userId_idx" ON "AdjudicationLease"("userId");

-- CreateIndex
CREATE INDEX "Question_projectId_createdAt_idx" ON "Question"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "Question_taskId_idx" ON "Question"("taskId");

-- CreateIndex
CREATE UNIQUE INDEX "Question_askedById_key_key" ON "Question"("askedById", "key");

-- CreateIndex
CREATE INDEX "QuestionAnswer_questionId_createdAt_idx" ON "QuestionAnswer"("questionId", "createdAt");

-- CreateIndex
CREATE INDEX "QuestionAnswer_answeredById_idx" ON "QuestionAnswer"("answeredById");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "Annotation_projectId_xid_idx" ON "Annotation"("projectId", "xid");

-- CreateIndex
CREATE INDEX "Guideline_questionId_idx" ON "Guideline"("questionId");

-- AddForeignKey
ALTER TABLE "ContestedPair" ADD CONSTRAINT "ContestedPair_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContestedPair" ADD CONSTRAINT "ContestedPair_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ContestedRollup" ADD CONSTRAINT "ContestedRollup_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AdjudicationLease" ADD CONSTRAINT "AdjudicationLease_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AdjudicationLease" ADD CONSTRAINT "AdjudicationLease_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Guideline" ADD CONSTRAINT "Guideline_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question"("id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_askedById_fkey" FOREIGN KEY ("askedById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionAnswer" ADD CONSTRAINT "QuestionAnswer_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "Question"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "QuestionAnswer" ADD CONSTRAINT "QuestionAnswer_answeredById_fkey" FOREIGN KEY ("answeredById") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- ---------------------------------------------------------------- by hand
ALTER TABLE "Project" ADD CONSTRAINT "Project_contested_below" CHECK ("contestedBelow" BETWEEN 0 AND 1);
ALTER TABLE "ContestedPair"
  ADD CONSTRAINT "ContestedPair_order" CHECK ("positionA" < "positionB"),
  ADD CONSTRAINT "ContestedPair_reasons" CHECK (cardinality("reasons") > 0),
  ADD CONSTRAINT "ContestedPair_posterior" CHECK ("posterior" > 0 AND "posterior" <= 1),
  ADD CONSTRAINT "ContestedPair_votes" CHECK ("votes" >= 2);
ALTER TABLE "Question" ADD CONSTRAINT "Question_text" CHECK (btrim("text") <> '');
ALTER TABLE "QuestionAnswer"
  ADD CONSTRAINT "QuestionAnswer_wording" CHECK (btrim("wording") <> ''),
  ADD CONSTRAINT "QuestionAnswer_answer" CHECK (btrim("answer") <> '');

-- Tasks that wait for a reviewer are few among many.
CREATE INDEX "Task_review_idx" ON "Task"("projectId", "id") WHERE "status" = 'REVIEW';
-- The ruling in force of a pair is its newest one.
DROP INDEX "Adjudication_taskId_idx";
CREATE INDEX "Adjudication_pair_idx" ON "Adjudication"("taskId", "criterion", "positionA", "positionB", "createdAt" DESC, "id" DESC);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "Question"
  FOR EACH ROW EXECUTE FUNCTION diptych_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "QuestionAnswer"
  FOR EACH ROW EXECUTE FUNCTION diptych_append_only();
