/**
 * The newest folder of prisma/migrations; a test compares. A constant, because the built app has no
 * such folder beside it.
 */
export const latestMigration = "20261121153600_answer_models"
