-- AlterEnum: by itself, since a new value cannot be used in the transaction that adds it.
ALTER TYPE "TaskStatus" ADD VALUE 'GOLD';
