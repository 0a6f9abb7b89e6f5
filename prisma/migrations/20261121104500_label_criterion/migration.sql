-- Sources that tell several preferences apart (the more helpful, the safer). Labels of before are `overall`.
ALTER TABLE "ImportedLabel" ADD COLUMN "criterion" TEXT NOT NULL DEFAULT 'overall';

-- The same label twice is told by its criterion too. The wider key comes first, so there is never none.
CREATE UNIQUE INDEX "ImportedLabel_same_key" ON "ImportedLabel"("completionAId", "completionBId", "preference", "bothBad", "labeler", "criterion", "ordinal");
DROP INDEX "ImportedLabel_completionAId_completionBId_preference_bothBa_key";
