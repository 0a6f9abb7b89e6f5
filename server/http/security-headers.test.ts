import { expect, it } from "vitest"
import { contentSecurityPolicy, securityHeaders } from "@/server/http/security-headers"

const production = contentSecurityPolicy({ nonce: "N", development: false, formOrigins: [] })

it("lets a page load from its own origin and run what carries the nonce, nothing else", () => {
  expect(production.split("; ")).toEqual([
    "default-src 'self'",
    "script-src 'self' 'nonce-N' 'strict-dynamic'",
    "style-src 'self' 'unsafe-inline'",
    "style-src-elem 'self' 'nonce-N'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ])
})

it("lets forms end at the provider of an instance that has one", () => {
  const policy = contentSecurityPolicy({
    nonce: "N",
    development: false,
    formOrigins: ["https://id.example"],
  })
  expect(policy).toContain("form-action 'self' https://id.example;")
})

it("lets nobody frame a page, and our own pages the preview alone", () => {
  expect(production).toContain("frame-ancestors 'none'")
  expect(securityHeaders(production, true)["x-frame-options"]).toBe("DENY")
  const framed = contentSecurityPolicy({ nonce: "N", development: false, formOrigins: [], framed: true })
  expect(framed).toContain("frame-ancestors 'self'")
  expect(securityHeaders(framed, true, true)["x-frame-options"]).toBe("SAMEORIGIN")
})

it("pins https only where the request came by it", () => {
  expect(securityHeaders(production, true)["strict-transport-security"]).toBe("max-age=31536000")
  expect(securityHeaders(production, false)["strict-transport-security"]).toBeUndefined()
})
