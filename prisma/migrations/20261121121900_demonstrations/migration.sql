-- What kind of prompt a person wrote, where the task asks for one too: a tag of the protocol's list.
-- Not part of the annotation's seal, whose columns are named (see diptych_annotation_facts).
ALTER TABLE "Demonstration" ADD COLUMN "promptKind" TEXT;
ALTER TABLE "Demonstration"
  ADD CONSTRAINT "Demonstration_pasted" CHECK ("pastedChars" >= 0),
  ADD CONSTRAINT "Demonstration_kind_of_prompt" CHECK ("promptKind" IS NULL OR "promptMessages" IS NOT NULL);

-- The same prompt written twice is found by it: a prompt never straddles splits.
CREATE INDEX "Demonstration_prompt_idx" ON "Demonstration" (md5("promptMessages"::text))
  WHERE "promptMessages" IS NOT NULL;

-- An edit says what it changed; a return says why.
ALTER TABLE "DemonstrationReview"
  ADD CONSTRAINT "DemonstrationReview_edit" CHECK (("verdict" = 'EDIT') = ("messages" IS NOT NULL));
CREATE INDEX "DemonstrationReview_reviewerId_idx" ON "DemonstrationReview"("reviewerId");

-- Writing is never hidden among judgments that are made twice: nothing compares two texts of two people.
UPDATE "Task" SET "doubleJudged" = false WHERE "kind" = 'DEMONSTRATION' AND "doubleJudged" AND "taken" = 0;
