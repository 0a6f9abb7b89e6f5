/**
 * PostgreSQL reads settings (and on some systems a locale) out of its environment; it gets none, so
 * that it behaves the same wherever it was started. (Next's types want NODE_ENV in every one.)
 */
export const noEnvironment: NodeJS.ProcessEnv = { NODE_ENV: "production" }
