import { z } from "zod"

/**
 * The typed environment: the only file that reads `process.env`. `npm start` fills in what a person
 * did not give (database, secret), so that everything below is required here.
 */
const schema = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  /** PostgreSQL ≥ 15. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "expected postgresql://…"),
  /** Signs session cookies; at least 32 characters, generated at first start. */
  DIPTYCH_SECRET: z.string().min(32),
  /** Public address; without it the address of the request is used. */
  DIPTYCH_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** OpenID Connect provider: all three or none. */
  DIPTYCH_OIDC_ISSUER: z.url().optional(),
  DIPTYCH_OIDC_CLIENT_ID: z.string().optional(),
  DIPTYCH_OIDC_CLIENT_SECRET: z.string().optional(),
})

export type Env = z.infer<typeof schema>

let cached: Env | undefined

/** Read once, at first use, so that importing a module never needs an environment. */
export function env(): Env {
  cached ??= schema.parse(process.env)
  return cached
}
