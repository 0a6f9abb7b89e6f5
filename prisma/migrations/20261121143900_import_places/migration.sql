-- Where in its import a prompt, completion or label came from: place of the file among those of the run (from 0,
-- by id), and the line on which its row begins. Rows from before stay without.
ALTER TABLE "Prompt" ADD COLUMN "importFile" INTEGER, ADD COLUMN "importLine" INTEGER;
ALTER TABLE "Completion" ADD COLUMN "importFile" INTEGER, ADD COLUMN "importLine" INTEGER;
ALTER TABLE "ImportedLabel" ADD COLUMN "importFile" INTEGER, ADD COLUMN "importLine" INTEGER;

ALTER TABLE "Prompt" ADD CONSTRAINT "Prompt_import_place"
  CHECK (("importFile" IS NULL) = ("importLine" IS NULL) AND "importFile" >= 0 AND "importLine" >= 1);
ALTER TABLE "Completion" ADD CONSTRAINT "Completion_import_place"
  CHECK (("importFile" IS NULL) = ("importLine" IS NULL) AND "importFile" >= 0 AND "importLine" >= 1);
ALTER TABLE "ImportedLabel" ADD CONSTRAINT "ImportedLabel_import_place"
  CHECK (("importFile" IS NULL) = ("importLine" IS NULL) AND "importFile" >= 0 AND "importLine" >= 1);
