import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { env, forgetEnv } from "@/server/env"

beforeEach(() => {
  forgetEnv()
  vi.stubEnv("DATABASE_URL", "postgresql://localhost/x")
  vi.stubEnv("DIPTYCH_SECRET", "9f2b6c1e8d7a4f3b5c6d7e8f9a0b1c2d3e4f5a6b")
})
afterEach(() => {
  vi.unstubAllEnvs()
  forgetEnv()
})

it("refuses sample secrets in production and takes them elsewhere", () => {
  for (const secret of [
    "change-me-change-me-change-me-change-me",
    "dev-secret-dev-secret-dev-secret-dev",
    "a".repeat(40),
  ]) {
    vi.stubEnv("DIPTYCH_SECRET", secret)
    vi.stubEnv("NODE_ENV", "production")
    forgetEnv()
    expect(() => env()).toThrow(/sample value/)
    vi.stubEnv("NODE_ENV", "development")
    expect(env().DIPTYCH_SECRET).toBe(secret)
  }
})

it("wants all of the provider or nothing", () => {
  vi.stubEnv("DIPTYCH_OIDC_ISSUER", "https://id.example.org")
  expect(() => env()).toThrow(/Set all of/)
  vi.stubEnv("DIPTYCH_OIDC_CLIENT_ID", "x")
  vi.stubEnv("DIPTYCH_OIDC_CLIENT_SECRET", "y")
  expect(env().DIPTYCH_OIDC_CLIENT_ID).toBe("x")
})

it("takes an empty variable for one that is not there", () => {
  vi.stubEnv("DIPTYCH_URL", "")
  expect(env().DIPTYCH_URL).toBeUndefined()
})

it("never lets next-auth work with a fixed host", () => {
  vi.stubEnv("NEXTAUTH_URL", "http://localhost:3000")
  env()
  expect(process.env.NEXTAUTH_URL).toBeUndefined()
  expect(process.env.AUTH_TRUST_HOST).toBe("1")
})
