-- AlterTable
ALTER TABLE "User" ADD COLUMN "erasedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "AuditSalt" (
    "subjectId" UUID NOT NULL,
    "salt" TEXT NOT NULL,

    CONSTRAINT "AuditSalt_pkey" PRIMARY KEY ("subjectId")
);

-- CreateTable
CREATE TABLE "ChainHead" (
    "chain" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ChainHead_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "AnnotationSeal" (
    "annotationId" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "seq" BIGINT,
    "hash" TEXT,
    "sealedXid" BIGINT,
    "facts" TEXT,
    "texts" TEXT,
    "textSalt" TEXT,
    "erasedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AnnotationSeal_pkey" PRIMARY KEY ("annotationId")
);

-- CreateTable
CREATE TABLE "ConsentText" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "markdown" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConsentText_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConsentAnswer" (
    "id" UUID NOT NULL,
    "consentId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "accepted" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConsentAnswer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DemographicQuestion" (
    "id" UUID NOT NULL,
    "projectId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "choices" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "DemographicQuestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DemographicAnswer" (
    "questionId" UUID NOT NULL,
    "pseudonym" TEXT NOT NULL,
    "choice" INTEGER,

    CONSTRAINT "DemographicAnswer_pkey" PRIMARY KEY ("questionId","pseudonym")
);

-- CreateIndex
CREATE UNIQUE INDEX "AnnotationSeal_seq_key" ON "AnnotationSeal"("seq");

-- CreateIndex
CREATE INDEX "AnnotationSeal_projectId_idx" ON "AnnotationSeal"("projectId");

-- CreateIndex
CREATE UNIQUE INDEX "ConsentText_projectId_version_key" ON "ConsentText"("projectId", "version");

-- CreateIndex
CREATE INDEX "ConsentAnswer_consentId_userId_idx" ON "ConsentAnswer"("consentId", "userId");

-- CreateIndex
CREATE INDEX "ConsentAnswer_userId_idx" ON "ConsentAnswer"("userId");

-- CreateIndex
CREATE INDEX "DemographicQuestion_projectId_position_idx" ON "DemographicQuestion"("projectId", "position");

-- CreateIndex
CREATE INDEX "DemographicAnswer_pseudonym_idx" ON "DemographicAnswer"("pseudonym");

-- AddForeignKey
ALTER TABLE "ConsentText" ADD CONSTRAINT "ConsentText_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConsentAnswer" ADD CONSTRAINT "ConsentAnswer_consentId_fkey" FOREIGN KEY ("consentId") REFERENCES "ConsentText"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConsentAnswer" ADD CONSTRAINT "ConsentAnswer_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DemographicQuestion" ADD CONSTRAINT "DemographicQuestion_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DemographicAnswer" ADD CONSTRAINT "DemographicAnswer_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "DemographicQuestion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

ALTER TABLE "ConsentText" ADD CONSTRAINT "ConsentText_version" CHECK ("version" >= 1);
ALTER TABLE "DemographicQuestion" ADD CONSTRAINT "DemographicQuestion_choices" CHECK (
  cardinality("choices") BETWEEN 2 AND 30 AND array_position("choices", NULL) IS NULL);
ALTER TABLE "DemographicAnswer" ADD CONSTRAINT "DemographicAnswer_choice" CHECK ("choice" BETWEEN 0 AND 29);
ALTER TABLE "AnnotationSeal" ADD CONSTRAINT "AnnotationSeal_whole" CHECK (
  num_nonnulls("seq", "hash", "sealedXid", "facts", "texts") IN (0, 5)
  AND ("erasedAt" IS NULL OR "textSalt" IS NULL));

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "ConsentText"
  FOR EACH ROW EXECUTE FUNCTION diptych_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "ConsentAnswer"
  FOR EACH ROW EXECUTE FUNCTION diptych_append_only();

-- What the sealer still has to link: it looks four times a second, so this must cost nothing.
CREATE INDEX "AuditEvent_unsealed_idx" ON "AuditEvent"("xid") WHERE "sealSeq" IS NULL;
CREATE INDEX "AnnotationSeal_unsealed_idx" ON "AnnotationSeal"("annotationId") WHERE "seq" IS NULL;

INSERT INTO "ChainHead" ("chain", "seq", "hash") VALUES
  ('audit', 0, repeat('0', 64)), ('annotations', 0, repeat('0', 64));

-- Everything that a person decided in one revision, as one canonical text; a change of any value changes
-- it. Columns by name, so that a later migration that adds one changes no hash; times as milliseconds,
-- so that no setting of the session matters. Not in it: xid (see AnnotationSeal) and the free texts.
CREATE FUNCTION diptych_annotation_facts(wanted uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(1, a."id", a."projectId", a."taskId", a."assignmentId", a."annotatorId", a."revision",
    a."status", a."idempotencyKey", a."protocolId", a."guidelineId", to_jsonb(a."shown"), a."blind", a."cohort",
    a."notRankable", a."confidence", a."inputPath", a."device", a."activeMs", a."wallMs", to_jsonb(a."scrollDepth"),
    extract(epoch FROM a."clientShownAt") * 1000, extract(epoch FROM a."clientDecidedAt") * 1000,
    extract(epoch FROM a."clientSentAt") * 1000, extract(epoch FROM a."createdAt") * 1000,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(c."taskId", c."criterion", c."positionA", c."positionB",
        c."preference", c."bothBad", c."level") ORDER BY c."criterion" COLLATE "C", c."positionA", c."positionB"), '[]')
      FROM "Comparison" c WHERE c."annotationId" = a."id"),
    (SELECT coalesce(jsonb_agg(jsonb_build_array(p."taskId", p."criterion", p."position", p."rank")
        ORDER BY p."criterion" COLLATE "C", p."position"), '[]')
      FROM "Placement" p WHERE p."annotationId" = a."id"),
    (SELECT coalesce(jsonb_agg(jsonb_build_array(r."taskId", r."criterion", r."position", r."value")
        ORDER BY r."criterion" COLLATE "C", r."position"), '[]')
      FROM "Rating" r WHERE r."annotationId" = a."id"),
    (SELECT coalesce(jsonb_agg(jsonb_build_array(f."id", f."position", f."type", f."spanStart", f."spanEnd")
        ORDER BY f."id"), '[]')
      FROM "Flag" f WHERE f."annotationId" = a."id"),
    (SELECT jsonb_build_array(d."promptMessages", d."messages", d."language", d."useCase", d."pastedChars",
        to_jsonb(d."modelPhrases"))
      FROM "Demonstration" d WHERE d."annotationId" = a."id"))::text
  FROM "Annotation" a WHERE a."id" = wanted
$$;

-- What the person typed freely beside the decision, and may have erased.
CREATE FUNCTION diptych_annotation_texts(wanted uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_array(1, a."rationale", a."note", a."editedText",
    (SELECT coalesce(jsonb_agg(jsonb_build_array(f."id", f."comment") ORDER BY f."id"), '[]')
      FROM "Flag" f WHERE f."annotationId" = a."id"))::text
  FROM "Annotation" a WHERE a."id" = wanted
$$;

-- Here and not in code: no writer can forget it. One statement for many rows, so that a bulk load pays little.
CREATE FUNCTION diptych_await_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AnnotationSeal" ("annotationId", "projectId", "textSalt")
  SELECT made."id", made."projectId", replace(gen_random_uuid()::text, '-', '') FROM made;
  RETURN NULL;
END
$$;
CREATE TRIGGER await_seal AFTER INSERT ON "Annotation"
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION diptych_await_seal();

-- The sealer fills a seal in, once; erasure takes its salt away; a seal whose annotation went before it was
-- sealed is dropped. Nothing else.
CREATE FUNCTION diptych_seal_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."seq" IS NULL AND (TG_OP = 'DELETE'
      OR NEW."annotationId" = OLD."annotationId" AND NEW."projectId" = OLD."projectId") THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND current_setting('diptych.erasing', true) = 'on'
      AND to_jsonb(NEW) - 'textSalt' - 'erasedAt' = to_jsonb(OLD) - 'textSalt' - 'erasedAt' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'AnnotationSeal is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER sealed_once BEFORE UPDATE OR DELETE ON "AnnotationSeal"
  FOR EACH ROW EXECUTE FUNCTION diptych_seal_append_only();

INSERT INTO "AnnotationSeal" ("annotationId", "projectId", "textSalt")
SELECT "id", "projectId", replace(gen_random_uuid()::text, '-', '') FROM "Annotation";

-- Addresses in audit rows from before this migration, none of which is sealed yet, become salted hashes
-- as server/data/audit.ts writes them: HMAC-SHA-256 under a salt of the subject.
CREATE FUNCTION pg_temp.hmac_hex(key bytea, message text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  inner_pad bytea := decode(repeat('36', 64), 'hex');
  outer_pad bytea := decode(repeat('5c', 64), 'hex');
BEGIN
  FOR i IN 0..length(key) - 1 LOOP
    inner_pad := set_byte(inner_pad, i, get_byte(inner_pad, i) # get_byte(key, i));
    outer_pad := set_byte(outer_pad, i, get_byte(outer_pad, i) # get_byte(key, i));
  END LOOP;
  RETURN encode(sha256(outer_pad || sha256(inner_pad || convert_to(message, 'UTF8'))), 'hex');
END
$$;
INSERT INTO "AuditSalt" ("subjectId", "salt")
SELECT DISTINCT e."subjectId"::uuid,
  replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
FROM "AuditEvent" e WHERE e."after" ->> 'email' IS NOT NULL AND e."subjectType" IN ('User', 'Invitation')
ON CONFLICT DO NOTHING;
ALTER TABLE "AuditEvent" DISABLE TRIGGER append_only;
UPDATE "AuditEvent" e SET "after" = jsonb_set(e."after", '{email}',
    to_jsonb('hmac-sha256:' || pg_temp.hmac_hex(decode(s."salt", 'hex'), e."after" ->> 'email')))
FROM "AuditSalt" s
WHERE e."after" ->> 'email' IS NOT NULL AND e."subjectType" IN ('User', 'Invitation')
  AND s."subjectId"::text = e."subjectId";
ALTER TABLE "AuditEvent" ENABLE TRIGGER append_only;
