-- Prompts that are held back keep everything; their tasks are given to nobody.
ALTER TABLE "Prompt" ADD COLUMN "heldBack" TEXT,
ADD COLUMN "released" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Prompt"
  ADD CONSTRAINT "Prompt_heldBack" CHECK ("heldBack" IN ('cap', 'duplicate', 'admin')),
  ADD CONSTRAINT "Prompt_released" CHECK (NOT ("released" AND "heldBack" IS NOT NULL));
CREATE INDEX "Prompt_projectId_sourceUser_idx" ON "Prompt"("projectId", "sourceUser");
CREATE INDEX "Prompt_held_idx" ON "Prompt"("projectId", "heldBack") WHERE "heldBack" IS NOT NULL;
ALTER TABLE "Task" ADD COLUMN "heldFrom" "TaskStatus";
ALTER TABLE "Task" ADD CONSTRAINT "Task_heldFrom" CHECK ("heldFrom" IN ('ACTIVE', 'REVIEW'));
CREATE INDEX "Task_heldFrom_idx" ON "Task"("projectId") WHERE "heldFrom" IS NOT NULL;

-- Whatever would open a task of a prompt that is held back (a larger overlap, an answer taken back, gold
-- that is none any more) retires it instead, until its prompt is released.
CREATE FUNCTION diptych_keep_held() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Prompt" p WHERE p."id" = NEW."promptId" AND p."heldBack" IS NOT NULL) THEN
    NEW."heldFrom" := NEW."status";
    NEW."status" := 'RETIRED';
    NEW."open" := false;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER keep_held BEFORE UPDATE ON "Task"
  FOR EACH ROW WHEN (NEW."open" AND NOT OLD."open") EXECUTE FUNCTION diptych_keep_held();

-- Projects of before keep serving all they have; new ones begin with the cap of InstructGPT.
ALTER TABLE "Project" ADD COLUMN "userCap" INTEGER,
ADD COLUMN "splitTest" DOUBLE PRECISION,
ADD COLUMN "splitValidation" DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE "Project" ALTER COLUMN "userCap" SET DEFAULT 200;
ALTER TABLE "Project"
  ADD CONSTRAINT "Project_userCap" CHECK ("userCap" BETWEEN 1 AND 1000000),
  ADD CONSTRAINT "Project_split" CHECK ("splitTest" BETWEEN 0 AND 100 AND "splitValidation" BETWEEN 0 AND 100
    AND coalesce("splitTest", 0) + "splitValidation" <= 100);

CREATE TABLE "PromptChange" (
    "id" BIGSERIAL NOT NULL,
    "projectId" UUID NOT NULL,
    "promptId" UUID NOT NULL,
    "useCase" TEXT,
    "language" TEXT,
    "tags" TEXT[],
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,

    CONSTRAINT "PromptChange_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "PromptChange_promptId_id_idx" ON "PromptChange"("promptId", "id");
CREATE INDEX "PromptChange_projectId_xid_idx" ON "PromptChange"("projectId", "xid");
ALTER TABLE "PromptChange" ADD CONSTRAINT "PromptChange_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "PromptChange" ADD CONSTRAINT "PromptChange_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "PromptChange"
  FOR EACH ROW EXECUTE FUNCTION diptych_append_only();

CREATE TABLE "DuplicateReport" (
    "projectId" UUID NOT NULL,
    "basis" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "prompts" INTEGER NOT NULL,
    "groups" INTEGER NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "DuplicateReport_pkey" PRIMARY KEY ("projectId")
);
CREATE TABLE "DuplicateEntry" (
    "promptId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "group" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "likePlace" INTEGER,
    "prefix" INTEGER,
    "estimate" DOUBLE PRECISION,
    "jaccard" DOUBLE PRECISION,

    CONSTRAINT "DuplicateEntry_pkey" PRIMARY KEY ("promptId")
);
CREATE UNIQUE INDEX "DuplicateEntry_projectId_group_place_key" ON "DuplicateEntry"("projectId", "group", "place");
ALTER TABLE "DuplicateEntry" ADD CONSTRAINT "DuplicateEntry_first"
  CHECK (("place" = 0) = ("likePlace" IS NULL) AND "likePlace" IS DISTINCT FROM "place");
ALTER TABLE "DuplicateReport" ADD CONSTRAINT "DuplicateReport_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DuplicateEntry" ADD CONSTRAINT "DuplicateEntry_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "DuplicateEntry" ADD CONSTRAINT "DuplicateEntry_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "DuplicateReport"("projectId") ON DELETE CASCADE ON UPDATE CASCADE;
