export const load = async () => (await import("@/server/data/db")).db()
