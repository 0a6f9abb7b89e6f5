-- CreateTable
CREATE TABLE "ApiCall" (
    "keyId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiCall_pkey" PRIMARY KEY ("keyId","key")
);

-- CreateIndex
CREATE INDEX "ApiCall_createdAt_idx" ON "ApiCall"("createdAt");

ALTER TABLE "ApiCall" ADD CONSTRAINT "ApiCall_answered" CHECK (("status" IS NULL) = ("body" IS NULL));
