/**
 * The newest folder of prisma/migrations; a test compares. A constant, because the built app has no
 * such folder beside it.
 */
export const latestMigration = "20261121151200_prompt_pools"
