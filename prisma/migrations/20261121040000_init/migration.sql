-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ImportStatus" AS ENUM ('PREVIEW', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "Preference" AS ENUM ('A', 'B', 'TIE');

-- CreateEnum
CREATE TYPE "AnnotationStatus" AS ENUM ('ACCEPTED', 'SURPLUS', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "ReviewVerdict" AS ENUM ('ACCEPT', 'EDIT', 'RETURN');

-- CreateEnum
CREATE TYPE "InstanceRole" AS ENUM ('OWNER', 'MEMBER');

-- CreateEnum
CREATE TYPE "JobStatus" AS ENUM ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "ProjectRole" AS ENUM ('OWNER', 'ADMIN', 'REVIEWER', 'ANNOTATOR');

-- CreateEnum
CREATE TYPE "PairingKind" AS ENUM ('ALL', 'BALANCED', 'AGAINST', 'KWISE', 'AS_IMPORTED');

-- CreateEnum
CREATE TYPE "LeakPolicy" AS ENUM ('LIST', 'MASK', 'HOLD');

-- CreateEnum
CREATE TYPE "TaskKind" AS ENUM ('DEMONSTRATION', 'RATING', 'PAIRWISE', 'RANKING');

-- CreateEnum
CREATE TYPE "TaskStatus" AS ENUM ('ACTIVE', 'REVIEW', 'RETIRED');

-- CreateEnum
CREATE TYPE "AssignmentPurpose" AS ENUM ('LABEL', 'GOLD', 'REPEAT');

-- CreateEnum
CREATE TYPE "AssignmentState" AS ENUM ('LEASED', 'SUBMITTED', 'SKIPPED', 'EXPIRED', 'RELEASED');

-- CreateEnum
CREATE TYPE "ReceiptStatus" AS ENUM ('ACCEPTED', 'SURPLUS', 'SUPERSEDED');

-- CreateTable
CREATE TABLE "Prompt" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "messages" JSONB NOT NULL,
    "externalId" TEXT,
    "conversationId" TEXT,
    "sourceUser" TEXT,
    "useCase" TEXT,
    "language" TEXT,
    "tags" TEXT[],
    "chars" INTEGER NOT NULL,
    "importId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Prompt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PromptSplit" (
    "promptId" UUID NOT NULL,
    "split" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "PromptSplit_pkey" PRIMARY KEY ("promptId")
);

-- CreateTable
CREATE TABLE "Reference" (
    "id" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "Reference_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Completion" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "modelId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "messages" JSONB NOT NULL,
    "isEmpty" BOOLEAN NOT NULL DEFAULT false,
    "chars" INTEGER NOT NULL,
    "externalId" TEXT,
    "params" JSONB,
    "logProbSum" DOUBLE PRECISION,
    "tokenCount" INTEGER,
    "roundId" UUID,
    "importId" UUID,
    "authorId" UUID,
    "leaks" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "Completion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TextMask" (
    "id" UUID NOT NULL,
    "completionId" UUID NOT NULL,
    "spans" JSONB NOT NULL,
    "heldBack" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "TextMask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LeakPhrase" (
    "projectId" UUID NOT NULL,
    "phrase" TEXT NOT NULL,
    "listed" BOOLEAN NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LeakPhrase_pkey" PRIMARY KEY ("projectId","phrase")
);

-- CreateTable
CREATE TABLE "RenderedText" (
    "hash" TEXT NOT NULL,
    "renderer" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RenderedText_pkey" PRIMARY KEY ("hash","renderer")
);

-- CreateTable
CREATE TABLE "ImportRun" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "status" "ImportStatus" NOT NULL DEFAULT 'PREVIEW',
    "settings" JSONB NOT NULL,
    "counts" JSONB,
    "error" TEXT,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ImportRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportFile" (
    "id" UUID NOT NULL,
    "importId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,

    CONSTRAINT "ImportFile_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportBadRow" (
    "id" UUID NOT NULL,
    "importId" UUID NOT NULL,
    "file" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "found" TEXT NOT NULL,
    "expected" TEXT NOT NULL,

    CONSTRAINT "ImportBadRow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportedLabel" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "completionAId" UUID NOT NULL,
    "completionBId" UUID NOT NULL,
    "preference" "Preference" NOT NULL,
    "bothBad" BOOLEAN NOT NULL DEFAULT false,
    "level" INTEGER,
    "labeler" TEXT NOT NULL DEFAULT '',
    "ordinal" INTEGER NOT NULL DEFAULT 0,
    "importId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "ImportedLabel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Annotation" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "annotatorId" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "status" "AnnotationStatus" NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "protocolId" UUID NOT NULL,
    "guidelineId" UUID,
    "shown" INTEGER[],
    "blind" BOOLEAN NOT NULL,
    "cohort" TEXT,
    "notRankable" BOOLEAN NOT NULL DEFAULT false,
    "confidence" INTEGER,
    "rationale" TEXT,
    "note" TEXT,
    "editedText" TEXT,
    "inputPath" TEXT NOT NULL DEFAULT '',
    "device" TEXT NOT NULL DEFAULT '',
    "activeMs" INTEGER,
    "wallMs" INTEGER,
    "scrollDepth" DOUBLE PRECISION[],
    "clientShownAt" TIMESTAMPTZ(3),
    "clientDecidedAt" TIMESTAMPTZ(3),
    "clientSentAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "Annotation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Placement" (
    "annotationId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "criterion" TEXT NOT NULL DEFAULT 'overall',
    "rank" INTEGER,

    CONSTRAINT "Placement_pkey" PRIMARY KEY ("annotationId","criterion","position")
);

-- CreateTable
CREATE TABLE "Comparison" (
    "annotationId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "positionA" INTEGER NOT NULL,
    "positionB" INTEGER NOT NULL,
    "criterion" TEXT NOT NULL DEFAULT 'overall',
    "preference" "Preference" NOT NULL,
    "bothBad" BOOLEAN NOT NULL DEFAULT false,
    "level" INTEGER,

    CONSTRAINT "Comparison_pkey" PRIMARY KEY ("annotationId","criterion","positionA","positionB")
);

-- CreateTable
CREATE TABLE "Rating" (
    "annotationId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "criterion" TEXT NOT NULL,
    "value" INTEGER NOT NULL,

    CONSTRAINT "Rating_pkey" PRIMARY KEY ("annotationId","criterion","position")
);

-- CreateTable
CREATE TABLE "Flag" (
    "id" UUID NOT NULL,
    "annotationId" UUID NOT NULL,
    "position" INTEGER,
    "type" TEXT NOT NULL,
    "comment" TEXT,
    "spanStart" INTEGER,
    "spanEnd" INTEGER,

    CONSTRAINT "Flag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Demonstration" (
    "annotationId" UUID NOT NULL,
    "promptMessages" JSONB,
    "messages" JSONB NOT NULL,
    "language" TEXT,
    "useCase" TEXT,
    "pastedChars" INTEGER NOT NULL DEFAULT 0,
    "modelPhrases" TEXT[],

    CONSTRAINT "Demonstration_pkey" PRIMARY KEY ("annotationId")
);

-- CreateTable
CREATE TABLE "DemonstrationReview" (
    "id" UUID NOT NULL,
    "annotationId" UUID NOT NULL,
    "reviewerId" UUID NOT NULL,
    "verdict" "ReviewVerdict" NOT NULL,
    "messages" JSONB,
    "comment" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "DemonstrationReview_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Skip" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "annotatorId" UUID NOT NULL,
    "purpose" "AssignmentPurpose" NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "shown" INTEGER[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "Skip_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Adjudication" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "positionA" INTEGER NOT NULL DEFAULT 0,
    "positionB" INTEGER NOT NULL DEFAULT 1,
    "criterion" TEXT NOT NULL DEFAULT 'overall',
    "preference" "Preference",
    "bothBad" BOOLEAN NOT NULL DEFAULT false,
    "level" INTEGER,
    "reason" TEXT NOT NULL,
    "adjudicatorId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "Adjudication_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Exclusion" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "annotationId" UUID,
    "annotatorId" UUID,
    "fromAt" TIMESTAMPTZ(3),
    "untilAt" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL,
    "reverses" UUID,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "Exclusion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ExportRun" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "format" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "snapshot" TEXT NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'RUNNING',
    "counts" JSONB,
    "sha256" TEXT,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ExportRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "role" "InstanceRole" NOT NULL DEFAULT 'MEMBER',
    "passwordHash" TEXT,
    "preferences" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabledAt" TIMESTAMPTZ(3),
    "lastSeenAt" TIMESTAMPTZ(3),

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "providerAccountId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "userAgent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SignInLink" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignInLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "email" TEXT,
    "instanceRole" "InstanceRole" NOT NULL DEFAULT 'MEMBER',
    "projectId" UUID,
    "projectRole" "ProjectRole",
    "cohort" TEXT,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedById" UUID,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL,
    "windowStart" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key","windowStart")
);

-- CreateTable
CREATE TABLE "ApiKey" (
    "id" UUID NOT NULL,
    "projectId" UUID,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ApiKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorId" UUID,
    "actorKind" TEXT NOT NULL,
    "projectId" UUID,
    "action" TEXT NOT NULL,
    "subjectType" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "sealSeq" BIGINT,
    "sealHash" TEXT,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" UUID NOT NULL,
    "projectId" UUID,
    "kind" TEXT NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
    "payload" JSONB NOT NULL,
    "cursor" JSONB,
    "done" BIGINT NOT NULL DEFAULT 0,
    "total" BIGINT,
    "result" JSONB,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "leaseExpiresAt" TIMESTAMPTZ(3),
    "cancelRequestedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "overlap" INTEGER NOT NULL DEFAULT 1,
    "pairing" "PairingKind" NOT NULL DEFAULT 'BALANCED',
    "pairingN" INTEGER DEFAULT 3,
    "pairingModelKey" TEXT,
    "seed" TEXT NOT NULL,
    "leaseAhead" INTEGER NOT NULL DEFAULT 3,
    "skipLimit" INTEGER NOT NULL DEFAULT 3,
    "doubleShare" INTEGER NOT NULL DEFAULT 15,
    "goldRate" INTEGER NOT NULL DEFAULT 10,
    "repeatRate" INTEGER NOT NULL DEFAULT 0,
    "adaptiveCap" INTEGER,
    "adaptiveTarget" DOUBLE PRECISION,
    "blurContent" BOOLEAN NOT NULL DEFAULT false,
    "breakAfterMin" INTEGER NOT NULL DEFAULT 50,
    "leakPolicy" "LeakPolicy" NOT NULL DEFAULT 'LIST',
    "pseudonymKey" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "archivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "role" "ProjectRole" NOT NULL,
    "cohort" TEXT,
    "ringPoint" INTEGER NOT NULL,
    "sideBalance" INTEGER NOT NULL DEFAULT 0,
    "pausedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("projectId","userId")
);

-- CreateTable
CREATE TABLE "CohortChange" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "cohort" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "CohortChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Guideline" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "markdown" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "confirmRequired" BOOLEAN NOT NULL DEFAULT false,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Guideline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GuidelineRead" (
    "guidelineId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmedAt" TIMESTAMPTZ(3),

    CONSTRAINT "GuidelineRead_pkey" PRIMARY KEY ("guidelineId","userId")
);

-- CreateTable
CREATE TABLE "ProtocolVersion" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" "TaskKind" NOT NULL,
    "maxLevel" INTEGER,
    "allowTie" BOOLEAN NOT NULL DEFAULT false,
    "allowBothBad" BOOLEAN NOT NULL DEFAULT false,
    "definition" JSONB NOT NULL,
    "hash" TEXT NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProtocolVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Round" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "policyVersion" TEXT,
    "startsOn" TIMESTAMPTZ(3),
    "onDistributionShare" DOUBLE PRECISION,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Round_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Model" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "displayName" TEXT,
    "provider" TEXT,
    "revision" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Task" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "kind" "TaskKind" NOT NULL,
    "k" INTEGER NOT NULL,
    "setHash" TEXT NOT NULL,
    "overlap" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,
    "counted" INTEGER NOT NULL DEFAULT 0,
    "remaining" INTEGER NOT NULL,
    "open" BOOLEAN NOT NULL,
    "status" "TaskStatus" NOT NULL DEFAULT 'ACTIVE',
    "priority" INTEGER NOT NULL DEFAULT 0,
    "ring" INTEGER NOT NULL,
    "doubleJudged" BOOLEAN NOT NULL DEFAULT false,
    "cohort" TEXT,
    "roundId" UUID,
    "skips" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TaskCompletion" (
    "taskId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "completionId" UUID NOT NULL,

    CONSTRAINT "TaskCompletion_pkey" PRIMARY KEY ("taskId","position")
);

-- CreateTable
CREATE TABLE "TaskAssignee" (
    "taskId" UUID NOT NULL,
    "userId" UUID NOT NULL,

    CONSTRAINT "TaskAssignee_pkey" PRIMARY KEY ("taskId","userId")
);

-- CreateTable
CREATE TABLE "Gold" (
    "taskId" UUID NOT NULL,
    "preference" "Preference",
    "bothBad" BOOLEAN NOT NULL DEFAULT false,
    "level" INTEGER,
    "answer" JSONB,
    "reason" TEXT NOT NULL,
    "part" TEXT,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMPTZ(3),
    "retiredReason" TEXT,

    CONSTRAINT "Gold_pkey" PRIMARY KEY ("taskId")
);

-- CreateTable
CREATE TABLE "Assignment" (
    "id" UUID NOT NULL,
    "token" TEXT NOT NULL,
    "projectId" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "annotatorId" UUID NOT NULL,
    "purpose" "AssignmentPurpose" NOT NULL DEFAULT 'LABEL',
    "state" "AssignmentState" NOT NULL DEFAULT 'LEASED',
    "holdsSlot" BOOLEAN NOT NULL DEFAULT false,
    "shown" INTEGER[],
    "leasedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "leaseExpiresAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "skipReason" TEXT,
    "skipNote" TEXT,
    "lastSeq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "Assignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxReceipt" (
    "annotatorId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "assignmentId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "status" "ReceiptStatus" NOT NULL,
    "revision" INTEGER,
    "item" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OutboxReceipt_pkey" PRIMARY KEY ("annotatorId","key")
);

-- CreateTable
CREATE TABLE "Instance" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "serverId" TEXT NOT NULL,

    CONSTRAINT "Instance_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Prompt_projectId_createdAt_idx" ON "Prompt"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "Prompt_projectId_conversationId_idx" ON "Prompt"("projectId", "conversationId");

-- CreateIndex
CREATE INDEX "Prompt_importId_idx" ON "Prompt"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "Prompt_projectId_hash_key" ON "Prompt"("projectId", "hash");

-- CreateIndex
CREATE UNIQUE INDEX "Reference_promptId_hash_key" ON "Reference"("promptId", "hash");

-- CreateIndex
CREATE INDEX "Completion_promptId_hash_idx" ON "Completion"("promptId", "hash");

-- CreateIndex
CREATE INDEX "Completion_projectId_idx" ON "Completion"("projectId");

-- CreateIndex
CREATE INDEX "Completion_modelId_idx" ON "Completion"("modelId");

-- CreateIndex
CREATE INDEX "Completion_roundId_idx" ON "Completion"("roundId");

-- CreateIndex
CREATE INDEX "Completion_importId_idx" ON "Completion"("importId");

-- CreateIndex
CREATE INDEX "Completion_authorId_idx" ON "Completion"("authorId");

-- CreateIndex
CREATE UNIQUE INDEX "Completion_promptId_modelId_hash_key" ON "Completion"("promptId", "modelId", "hash");

-- CreateIndex
CREATE INDEX "TextMask_completionId_idx" ON "TextMask"("completionId");

-- CreateIndex
CREATE INDEX "ImportRun_projectId_createdAt_idx" ON "ImportRun"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "ImportFile_importId_idx" ON "ImportFile"("importId");

-- CreateIndex
CREATE INDEX "ImportBadRow_importId_file_line_idx" ON "ImportBadRow"("importId", "file", "line");

-- CreateIndex
CREATE INDEX "ImportedLabel_projectId_idx" ON "ImportedLabel"("projectId");

-- CreateIndex
CREATE INDEX "ImportedLabel_promptId_idx" ON "ImportedLabel"("promptId");

-- CreateIndex
CREATE INDEX "ImportedLabel_completionBId_idx" ON "ImportedLabel"("completionBId");

-- CreateIndex
CREATE INDEX "ImportedLabel_importId_idx" ON "ImportedLabel"("importId");

-- CreateIndex
CREATE UNIQUE INDEX "ImportedLabel_completionAId_completionBId_preference_bothBa_key" ON "ImportedLabel"("completionAId", "completionBId", "preference", "bothBad", "labeler", "ordinal");

-- CreateIndex
CREATE INDEX "Annotation_projectId_createdAt_idx" ON "Annotation"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "Annotation_taskId_idx" ON "Annotation"("taskId");

-- CreateIndex
CREATE INDEX "Annotation_protocolId_idx" ON "Annotation"("protocolId");

-- CreateIndex
CREATE INDEX "Annotation_guidelineId_idx" ON "Annotation"("guidelineId");

-- CreateIndex
CREATE UNIQUE INDEX "Annotation_assignmentId_revision_key" ON "Annotation"("assignmentId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "Annotation_annotatorId_idempotencyKey_key" ON "Annotation"("annotatorId", "idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "Annotation_id_taskId_key" ON "Annotation"("id", "taskId");

-- CreateIndex
CREATE INDEX "Placement_taskId_position_idx" ON "Placement"("taskId", "position");

-- CreateIndex
CREATE INDEX "Comparison_taskId_positionA_idx" ON "Comparison"("taskId", "positionA");

-- CreateIndex
CREATE INDEX "Comparison_taskId_positionB_idx" ON "Comparison"("taskId", "positionB");

-- CreateIndex
CREATE INDEX "Rating_taskId_position_idx" ON "Rating"("taskId", "position");

-- CreateIndex
CREATE INDEX "Flag_annotationId_idx" ON "Flag"("annotationId");

-- CreateIndex
CREATE INDEX "DemonstrationReview_annotationId_idx" ON "DemonstrationReview"("annotationId");

-- CreateIndex
CREATE INDEX "Skip_taskId_idx" ON "Skip"("taskId");

-- CreateIndex
CREATE INDEX "Adjudication_taskId_idx" ON "Adjudication"("taskId");

-- CreateIndex
CREATE INDEX "Adjudication_projectId_createdAt_idx" ON "Adjudication"("projectId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Exclusion_reverses_key" ON "Exclusion"("reverses");

-- CreateIndex
CREATE INDEX "Exclusion_projectId_idx" ON "Exclusion"("projectId");

-- CreateIndex
CREATE INDEX "Exclusion_annotationId_idx" ON "Exclusion"("annotationId");

-- CreateIndex
CREATE INDEX "ExportRun_projectId_createdAt_idx" ON "ExportRun"("projectId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Account_userId_idx" ON "Account"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_provider_providerAccountId_key" ON "Account"("provider", "providerAccountId");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "SignInLink_tokenHash_key" ON "SignInLink"("tokenHash");

-- CreateIndex
CREATE INDEX "SignInLink_userId_idx" ON "SignInLink"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_tokenHash_key" ON "Invitation"("tokenHash");

-- CreateIndex
CREATE INDEX "Invitation_projectId_idx" ON "Invitation"("projectId");

-- CreateIndex
CREATE INDEX "Invitation_createdById_idx" ON "Invitation"("createdById");

-- CreateIndex
CREATE INDEX "Invitation_acceptedById_idx" ON "Invitation"("acceptedById");

-- CreateIndex
CREATE INDEX "RateLimit_windowStart_idx" ON "RateLimit"("windowStart");

-- CreateIndex
CREATE UNIQUE INDEX "ApiKey_hash_key" ON "ApiKey"("hash");

-- CreateIndex
CREATE INDEX "ApiKey_projectId_idx" ON "ApiKey"("projectId");

-- CreateIndex
CREATE INDEX "ApiKey_userId_idx" ON "ApiKey"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "AuditEvent_sealSeq_key" ON "AuditEvent"("sealSeq");

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_at_idx" ON "AuditEvent"("projectId", "at");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_idx" ON "AuditEvent"("actorId");

-- CreateIndex
CREATE INDEX "Job_status_createdAt_idx" ON "Job"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Job_projectId_createdAt_idx" ON "Job"("projectId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Project_slug_key" ON "Project"("slug");

-- CreateIndex
CREATE INDEX "Membership_userId_idx" ON "Membership"("userId");

-- CreateIndex
CREATE INDEX "CohortChange_projectId_userId_idx" ON "CohortChange"("projectId", "userId");

-- CreateIndex
CREATE INDEX "CohortChange_userId_idx" ON "CohortChange"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Guideline_projectId_version_key" ON "Guideline"("projectId", "version");

-- CreateIndex
CREATE INDEX "GuidelineRead_userId_idx" ON "GuidelineRead"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "ProtocolVersion_projectId_version_key" ON "ProtocolVersion"("projectId", "version");

-- CreateIndex
CREATE UNIQUE INDEX "Round_projectId_number_key" ON "Round"("projectId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "Model_projectId_key_key" ON "Model"("projectId", "key");

-- CreateIndex
CREATE INDEX "Task_projectId_open_priority_remaining_ring_idx" ON "Task"("projectId", "open", "priority" DESC, "remaining", "ring");

-- CreateIndex
CREATE INDEX "Task_projectId_createdAt_idx" ON "Task"("projectId", "createdAt");

-- CreateIndex
CREATE INDEX "Task_promptId_idx" ON "Task"("promptId");

-- CreateIndex
CREATE INDEX "Task_roundId_idx" ON "Task"("roundId");

-- CreateIndex
CREATE UNIQUE INDEX "Task_projectId_setHash_key" ON "Task"("projectId", "setHash");

-- CreateIndex
CREATE INDEX "TaskCompletion_completionId_idx" ON "TaskCompletion"("completionId");

-- CreateIndex
CREATE UNIQUE INDEX "TaskCompletion_taskId_completionId_key" ON "TaskCompletion"("taskId", "completionId");

-- CreateIndex
CREATE INDEX "TaskAssignee_userId_idx" ON "TaskAssignee"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "Assignment_token_key" ON "Assignment"("token");

-- CreateIndex
CREATE INDEX "Assignment_projectId_annotatorId_state_idx" ON "Assignment"("projectId", "annotatorId", "state");

-- CreateIndex
CREATE INDEX "Assignment_projectId_state_leaseExpiresAt_idx" ON "Assignment"("projectId", "state", "leaseExpiresAt");

-- CreateIndex
CREATE INDEX "Assignment_annotatorId_idx" ON "Assignment"("annotatorId");

-- CreateIndex
CREATE UNIQUE INDEX "Assignment_taskId_annotatorId_purpose_key" ON "Assignment"("taskId", "annotatorId", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "Assignment_id_taskId_key" ON "Assignment"("id", "taskId");

-- CreateIndex
CREATE INDEX "OutboxReceipt_assignmentId_idx" ON "OutboxReceipt"("assignmentId");

-- AddForeignKey
ALTER TABLE "Prompt" ADD CONSTRAINT "Prompt_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Prompt" ADD CONSTRAINT "Prompt_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ImportRun"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromptSplit" ADD CONSTRAINT "PromptSplit_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reference" ADD CONSTRAINT "Reference_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Completion" ADD CONSTRAINT "Completion_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Completion" ADD CONSTRAINT "Completion_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Completion" ADD CONSTRAINT "Completion_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Completion" ADD CONSTRAINT "Completion_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Completion" ADD CONSTRAINT "Completion_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ImportRun"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Completion" ADD CONSTRAINT "Completion_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TextMask" ADD CONSTRAINT "TextMask_completionId_fkey" FOREIGN KEY ("completionId") REFERENCES "Completion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LeakPhrase" ADD CONSTRAINT "LeakPhrase_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportRun" ADD CONSTRAINT "ImportRun_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportFile" ADD CONSTRAINT "ImportFile_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ImportRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportBadRow" ADD CONSTRAINT "ImportBadRow_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ImportRun"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedLabel" ADD CONSTRAINT "ImportedLabel_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedLabel" ADD CONSTRAINT "ImportedLabel_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedLabel" ADD CONSTRAINT "ImportedLabel_completionAId_fkey" FOREIGN KEY ("completionAId") REFERENCES "Completion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedLabel" ADD CONSTRAINT "ImportedLabel_completionBId_fkey" FOREIGN KEY ("completionBId") REFERENCES "Completion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ImportedLabel" ADD CONSTRAINT "ImportedLabel_importId_fkey" FOREIGN KEY ("importId") REFERENCES "ImportRun"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_assignmentId_taskId_fkey" FOREIGN KEY ("assignmentId", "taskId") REFERENCES "Assignment"("id", "taskId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_annotatorId_fkey" FOREIGN KEY ("annotatorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_protocolId_fkey" FOREIGN KEY ("protocolId") REFERENCES "ProtocolVersion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Annotation" ADD CONSTRAINT "Annotation_guidelineId_fkey" FOREIGN KEY ("guidelineId") REFERENCES "Guideline"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Placement" ADD CONSTRAINT "Placement_annotationId_taskId_fkey" FOREIGN KEY ("annotationId", "taskId") REFERENCES "Annotation"("id", "taskId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Placement" ADD CONSTRAINT "Placement_taskId_position_fkey" FOREIGN KEY ("taskId", "position") REFERENCES "TaskCompletion"("taskId", "position") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_annotationId_taskId_fkey" FOREIGN KEY ("annotationId", "taskId") REFERENCES "Annotation"("id", "taskId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_taskId_positionA_fkey" FOREIGN KEY ("taskId", "positionA") REFERENCES "TaskCompletion"("taskId", "position") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_taskId_positionB_fkey" FOREIGN KEY ("taskId", "positionB") REFERENCES "TaskCompletion"("taskId", "position") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_annotationId_taskId_fkey" FOREIGN KEY ("annotationId", "taskId") REFERENCES "Annotation"("id", "taskId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_taskId_position_fkey" FOREIGN KEY ("taskId", "position") REFERENCES "TaskCompletion"("taskId", "position") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Flag" ADD CONSTRAINT "Flag_annotationId_fkey" FOREIGN KEY ("annotationId") REFERENCES "Annotation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Demonstration" ADD CONSTRAINT "Demonstration_annotationId_fkey" FOREIGN KEY ("annotationId") REFERENCES "Annotation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DemonstrationReview" ADD CONSTRAINT "DemonstrationReview_annotationId_fkey" FOREIGN KEY ("annotationId") REFERENCES "Demonstration"("annotationId") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Skip" ADD CONSTRAINT "Skip_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Adjudication" ADD CONSTRAINT "Adjudication_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Adjudication" ADD CONSTRAINT "Adjudication_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exclusion" ADD CONSTRAINT "Exclusion_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Exclusion" ADD CONSTRAINT "Exclusion_annotationId_fkey" FOREIGN KEY ("annotationId") REFERENCES "Annotation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ExportRun" ADD CONSTRAINT "ExportRun_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInLink" ADD CONSTRAINT "SignInLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_acceptedById_fkey" FOREIGN KEY ("acceptedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiKey" ADD CONSTRAINT "ApiKey_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Job" ADD CONSTRAINT "Job_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortChange" ADD CONSTRAINT "CohortChange_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CohortChange" ADD CONSTRAINT "CohortChange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Guideline" ADD CONSTRAINT "Guideline_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuidelineRead" ADD CONSTRAINT "GuidelineRead_guidelineId_fkey" FOREIGN KEY ("guidelineId") REFERENCES "Guideline"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuidelineRead" ADD CONSTRAINT "GuidelineRead_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Instance" ADD CONSTRAINT "Instance_one" CHECK ("id" = 1);
ALTER TABLE "ProtocolVersion" ADD CONSTRAINT "ProtocolVersion_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Round" ADD CONSTRAINT "Round_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Model" ADD CONSTRAINT "Model_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_roundId_fkey" FOREIGN KEY ("roundId") REFERENCES "Round"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskCompletion" ADD CONSTRAINT "TaskCompletion_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskCompletion" ADD CONSTRAINT "TaskCompletion_completionId_fkey" FOREIGN KEY ("completionId") REFERENCES "Completion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskAssignee" ADD CONSTRAINT "TaskAssignee_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskAssignee" ADD CONSTRAINT "TaskAssignee_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Gold" ADD CONSTRAINT "Gold_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Assignment" ADD CONSTRAINT "Assignment_annotatorId_fkey" FOREIGN KEY ("annotatorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboxReceipt" ADD CONSTRAINT "OutboxReceipt_annotatorId_fkey" FOREIGN KEY ("annotatorId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboxReceipt" ADD CONSTRAINT "OutboxReceipt_assignmentId_fkey" FOREIGN KEY ("assignmentId") REFERENCES "Assignment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rules that Prisma cannot express. schema.prisma says what each field means; this says what can
-- never be stored. tests/integration/constraints.test.ts breaks each of them.

-- A pair's preference: a strength exactly when someone won, both-bad only as a kind of tie.
ALTER TABLE "Comparison"
  ADD CONSTRAINT "Comparison_order" CHECK ("positionA" < "positionB"),
  ADD CONSTRAINT "Comparison_level" CHECK (("preference" = 'TIE') = ("level" IS NULL)),
  ADD CONSTRAINT "Comparison_level_range" CHECK ("level" BETWEEN 1 AND 9),
  ADD CONSTRAINT "Comparison_both_bad" CHECK (NOT "bothBad" OR "preference" = 'TIE');
ALTER TABLE "ImportedLabel"
  ADD CONSTRAINT "ImportedLabel_pair" CHECK ("completionAId" <> "completionBId"),
  -- Sources rarely state a strength, so a winner's level may be missing here.
  ADD CONSTRAINT "ImportedLabel_level" CHECK ("level" IS NULL OR "preference" <> 'TIE'),
  ADD CONSTRAINT "ImportedLabel_level_range" CHECK ("level" BETWEEN 1 AND 9),
  ADD CONSTRAINT "ImportedLabel_both_bad" CHECK (NOT "bothBad" OR "preference" = 'TIE');
ALTER TABLE "Adjudication"
  ADD CONSTRAINT "Adjudication_order" CHECK ("positionA" < "positionB"),
  ADD CONSTRAINT "Adjudication_level" CHECK ("level" IS NULL OR "preference" IS DISTINCT FROM 'TIE'),
  ADD CONSTRAINT "Adjudication_both_bad" CHECK (NOT "bothBad" OR "preference" = 'TIE');
ALTER TABLE "Gold"
  ADD CONSTRAINT "Gold_answer" CHECK ("preference" IS NOT NULL OR "answer" IS NOT NULL),
  ADD CONSTRAINT "Gold_both_bad" CHECK (NOT "bothBad" OR "preference" = 'TIE');

ALTER TABLE "Placement" ADD CONSTRAINT "Placement_rank" CHECK ("rank" >= 1);
ALTER TABLE "Flag" ADD CONSTRAINT "Flag_span" CHECK (
  ("spanStart" IS NULL) = ("spanEnd" IS NULL) AND ("spanStart" IS NULL OR "spanStart" < "spanEnd"));
ALTER TABLE "Annotation"
  ADD CONSTRAINT "Annotation_revision" CHECK ("revision" >= 1),
  ADD CONSTRAINT "Annotation_confidence" CHECK ("confidence" BETWEEN 1 AND 9),
  ADD CONSTRAINT "Annotation_key" CHECK (length("idempotencyKey") BETWEEN 8 AND 64);
ALTER TABLE "PromptSplit" ADD CONSTRAINT "PromptSplit_known" CHECK ("split" IN ('train', 'validation', 'test'));
ALTER TABLE "Exclusion" ADD CONSTRAINT "Exclusion_subject" CHECK (
  num_nonnulls("annotationId", "annotatorId", "reverses") = 1);

-- The overlap is a constraint, not a hope: no program error can put a task over its quota.
ALTER TABLE "Task"
  ADD CONSTRAINT "Task_kind_k" CHECK (
    ("kind" = 'DEMONSTRATION' AND "k" = 0) OR ("kind" = 'RATING' AND "k" = 1) OR
    ("kind" = 'PAIRWISE' AND "k" = 2) OR ("kind" = 'RANKING' AND "k" BETWEEN 3 AND 9)),
  ADD CONSTRAINT "Task_slots" CHECK (0 <= "counted" AND "counted" <= "taken" AND "taken" <= "overlap"),
  ADD CONSTRAINT "Task_remaining" CHECK ("remaining" = "overlap" - "taken"),
  ADD CONSTRAINT "Task_open" CHECK ("open" = ("status" = 'ACTIVE' AND "remaining" > 0));
ALTER TABLE "Assignment"
  ADD CONSTRAINT "Assignment_slot" CHECK (
    NOT "holdsSlot" OR ("purpose" = 'LABEL' AND "state" IN ('LEASED', 'SUBMITTED'))),
  ADD CONSTRAINT "Assignment_closed" CHECK (("state" = 'LEASED') = ("closedAt" IS NULL)),
  ADD CONSTRAINT "Assignment_skip" CHECK (("state" = 'SKIPPED') = ("skipReason" IS NOT NULL));

ALTER TABLE "Project"
  ADD CONSTRAINT "Project_slug" CHECK ("slug" ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
  ADD CONSTRAINT "Project_overlap" CHECK ("overlap" BETWEEN 1 AND 100),
  ADD CONSTRAINT "Project_lease_ahead" CHECK ("leaseAhead" BETWEEN 1 AND 200),
  ADD CONSTRAINT "Project_shares" CHECK (
    "doubleShare" BETWEEN 0 AND 100 AND "goldRate" BETWEEN 0 AND 100 AND "repeatRate" BETWEEN 0 AND 100),
  ADD CONSTRAINT "Project_pairing" CHECK (
    CASE "pairing"
      WHEN 'BALANCED' THEN "pairingN" IS NOT NULL AND "pairingN" >= 1 AND "pairingModelKey" IS NULL
      WHEN 'KWISE' THEN "pairingN" IS NOT NULL AND "pairingN" BETWEEN 3 AND 9 AND "pairingModelKey" IS NULL
      WHEN 'AGAINST' THEN "pairingN" IS NULL AND "pairingModelKey" IS NOT NULL
      ELSE "pairingN" IS NULL AND "pairingModelKey" IS NULL
    END),
  ADD CONSTRAINT "Project_adaptive" CHECK (
    ("adaptiveCap" IS NULL) = ("adaptiveTarget" IS NULL) AND
    ("adaptiveTarget" IS NULL OR "adaptiveTarget" > 0.5 AND "adaptiveTarget" < 1));
ALTER TABLE "ProtocolVersion" ADD CONSTRAINT "ProtocolVersion_level" CHECK ("maxLevel" BETWEEN 1 AND 9);
ALTER TABLE "User" ADD CONSTRAINT "User_email" CHECK ("email" = lower(btrim("email")) AND "email" LIKE '%_@_%');
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_project" CHECK (("projectId" IS NULL) = ("projectRole" IS NULL));

-- Few completions name their model: the list of them must not walk over the rest, nor an import pay for it.
CREATE INDEX "Completion_leaking_idx" ON "Completion"("projectId", "id") WHERE cardinality("leaks") > 0;
ALTER TABLE "LeakPhrase" ADD CONSTRAINT "LeakPhrase_form"
  CHECK ("phrase" = btrim("phrase") AND char_length("phrase") BETWEEN 2 AND 100);

-- What an export row depends on is append-only. Only erasure, which says so in its transaction with
-- SET LOCAL diptych.erasing = 'on', may change or remove a row (a cascade from a deleted project too).
CREATE FUNCTION diptych_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('diptych.erasing', true) = 'on' THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['Annotation', 'Placement', 'Comparison', 'Rating', 'Flag', 'Demonstration',
    'DemonstrationReview', 'Skip', 'Adjudication', 'Exclusion', 'CohortChange', 'PromptSplit', 'TextMask',
    'ImportedLabel', 'Guideline', 'ProtocolVersion', 'OutboxReceipt']
  LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION diptych_append_only()', name);
  END LOOP;
END
$$;
-- A skip is an outcome of an assignment, which may change later; the event is kept beside it, so that
-- a snapshot knows the skips it saw. Here and not in code: no writer can forget it.
CREATE FUNCTION diptych_keep_skip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "Skip" ("id", "projectId", "taskId", "assignmentId", "annotatorId", "purpose", "reason", "note", "shown")
  VALUES (gen_random_uuid(), NEW."projectId", NEW."taskId", NEW."id", NEW."annotatorId", NEW."purpose",
    NEW."skipReason", NEW."skipNote", NEW."shown");
  RETURN NULL;
END
$$;
CREATE TRIGGER keep_skip_insert AFTER INSERT ON "Assignment"
  FOR EACH ROW WHEN (NEW."state" = 'SKIPPED') EXECUTE FUNCTION diptych_keep_skip();
CREATE TRIGGER keep_skip_update AFTER UPDATE OF "state" ON "Assignment"
  FOR EACH ROW WHEN (NEW."state" = 'SKIPPED' AND OLD."state" <> 'SKIPPED') EXECUTE FUNCTION diptych_keep_skip();

-- The sealer may fill in the chain's columns of an audit row, once, and nothing else.
CREATE FUNCTION diptych_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."sealSeq" IS NULL
    AND to_jsonb(NEW) - 'sealSeq' - 'sealHash' = to_jsonb(OLD) - 'sealSeq' - 'sealHash' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'AuditEvent is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "AuditEvent"
  FOR EACH ROW EXECUTE FUNCTION diptych_audit_append_only();
