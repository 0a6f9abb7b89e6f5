-- What an answer was about stands beside it, so that the work on one model's texts is read without the ledger of
-- comparisons. The counts are made anew (their rule has another name); until then the column is empty.
ALTER TABLE "RollupAnswer" ADD COLUMN "models" INTEGER[];
