-- AlterTable
ALTER TABLE "Project" ADD COLUMN     "requiresId" UUID,
ADD COLUMN     "screening" JSONB,
ADD COLUMN     "showReasons" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "ScreeningResult" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "passed" BOOLEAN NOT NULL,
    "parts" JSONB NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "decidedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ScreeningResult_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ScreeningGrade" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "part" TEXT NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "gradedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ScreeningGrade_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Project_requiresId_idx" ON "Project"("requiresId");

-- CreateIndex
CREATE UNIQUE INDEX "ScreeningResult_projectId_userId_attempt_key" ON "ScreeningResult"("projectId", "userId", "attempt");

-- CreateIndex
CREATE INDEX "ScreeningResult_userId_idx" ON "ScreeningResult"("userId");

-- CreateIndex
CREATE INDEX "ScreeningGrade_projectId_userId_idx" ON "ScreeningGrade"("projectId", "userId");

-- CreateIndex
CREATE INDEX "ScreeningGrade_userId_idx" ON "ScreeningGrade"("userId");

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_requiresId_fkey" FOREIGN KEY ("requiresId") REFERENCES "Project"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScreeningResult" ADD CONSTRAINT "ScreeningResult_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScreeningResult" ADD CONSTRAINT "ScreeningResult_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScreeningGrade" ADD CONSTRAINT "ScreeningGrade_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ScreeningGrade" ADD CONSTRAINT "ScreeningGrade_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Project" ADD CONSTRAINT "Project_requires" CHECK ("requiresId" <> "id");
ALTER TABLE "ScreeningResult" ADD CONSTRAINT "ScreeningResult_attempt" CHECK ("attempt" >= 1);
ALTER TABLE "ScreeningGrade" ADD CONSTRAINT "ScreeningGrade_attempt" CHECK ("attempt" >= 1);

-- What decided about a person's entry is kept as it was.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "ScreeningResult"
  FOR EACH ROW EXECUTE FUNCTION diptych_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "ScreeningGrade"
  FOR EACH ROW EXECUTE FUNCTION diptych_append_only();
