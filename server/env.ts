import { z } from "zod"
import { DiptychError } from "@/core/errors"

/**
 * The typed environment: the only file that reads `process.env`. `npm start` fills in what a person
 * did not give (database, secret), so that everything below is required here.
 */
const values = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("development"),
  /** PostgreSQL ≥ 15. */
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "expected postgresql://…"),
  /** Signs session cookies; at least 32 characters, generated at first start. */
  DIPTYCH_SECRET: z.string().min(32),
  /** Public address; without it the address of the request is used. */
  DIPTYCH_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Where the running app answers, or the file that says so; `npm start` records it for the command line. */
  DIPTYCH_ADDRESS: z.string().optional(),
  /** Folder for the pieces of running uploads; `npm start` puts it beside the database. */
  DIPTYCH_UPLOADS: z.string().optional(),
  /** `1` lets webhooks go to private addresses and plain HTTP: for receivers in one's own network. */
  DIPTYCH_WEBHOOKS_PRIVATE: z.enum(["0", "1"]).optional(),
  /** OpenID Connect provider: all three or none. */
  DIPTYCH_OIDC_ISSUER: z.url().optional(),
  DIPTYCH_OIDC_CLIENT_ID: z.string().optional(),
  DIPTYCH_OIDC_CLIENT_SECRET: z.string().optional(),
  /** What the sign-in button says, for instance "University of X". */
  DIPTYCH_OIDC_NAME: z.string().optional(),
})

/** Secrets that stand in examples, tests and tutorials; with one of them anybody can sign a session. */
const sampleSecret = /change.?me|example|sample|secret|password|(.)\1{7}|0123456|abcdefg/i

const schema = values
  .refine(
    (env) =>
      new Set([!env.DIPTYCH_OIDC_ISSUER, !env.DIPTYCH_OIDC_CLIENT_ID, !env.DIPTYCH_OIDC_CLIENT_SECRET])
        .size === 1,
    "Set all of DIPTYCH_OIDC_ISSUER, DIPTYCH_OIDC_CLIENT_ID and DIPTYCH_OIDC_CLIENT_SECRET, or none.",
  )
  .refine(
    (env) => env.NODE_ENV !== "production" || !sampleSecret.test(env.DIPTYCH_SECRET),
    "DIPTYCH_SECRET is a sample value. Make one of your own: openssl rand -base64 48",
  )

export type Env = z.infer<typeof schema>

let cached: Env | undefined

/** Read once, at first use, so that importing a module never needs an environment. */
export function env(): Env {
  cached ??= read()
  return cached
}

function read(): Env {
  // next-auth reads these two itself. The host is the request's, never a fixed one, or a visit by
  // 127.0.0.1 would lose its cookie to localhost.
  process.env.AUTH_TRUST_HOST = "1"
  delete process.env.NEXTAUTH_URL
  // An empty variable (Docker Compose makes them) is one that was not given.
  const given = Object.entries(process.env).filter(([, value]) => value !== "")
  const result = schema.safeParse(Object.fromEntries(given))
  if (result.success) return result.data
  const wrong = result.error.issues.map(({ path, message }) => [...path.map(String), message].join(": "))
  throw new DiptychError("INVALID_INPUT", `The environment is not right. ${wrong.join(" ")}`)
}

/** For tests that change the environment. */
export function forgetEnv(): void {
  cached = undefined
}
