/** What the policy depends on. */
export type PolicyInput = {
  readonly nonce: string
  /** `next dev` evaluates source and puts styles into the page. */
  readonly development: boolean
  /** Forms may end at the provider, to which signing in leads. */
  readonly formOrigins: readonly string[]
  /** The page may be shown in a frame of our own pages: the preview beside the protocol editor. */
  readonly framed?: boolean
}

/**
 * Content security policy: our own origin and this response's nonce, nothing else. Model text may
 * therefore hold whatever it likes: no script of it runs, no image or font of it is fetched.
 */
export function contentSecurityPolicy({
  nonce,
  development,
  formOrigins,
  framed = false,
}: PolicyInput): string {
  const directives = {
    "default-src": ["'self'"],
    "script-src": [
      "'self'",
      `'nonce-${nonce}'`,
      "'strict-dynamic'",
      ...(development ? ["'unsafe-eval'"] : []),
    ],
    // For browsers that do not know the two below.
    "style-src": ["'self'", "'unsafe-inline'"],
    "style-src-elem": ["'self'", development ? "'unsafe-inline'" : `'nonce-${nonce}'`],
    // Formulas are set with inline lengths (KaTeX); the sanitiser lets no other style attribute through.
    "style-src-attr": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...(development ? ["ws:"] : [])],
    "worker-src": ["'self'"],
    // Which of our pages may be in a frame says each of them, below.
    "frame-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'", ...formOrigins],
    "frame-ancestors": [framed ? "'self'" : "'none'"],
  }
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(" ")}`)
    .join("; ")
}

/** Every response carries these. */
export function securityHeaders(policy: string, secure: boolean, framed = false): Record<string, string> {
  return {
    "content-security-policy": policy,
    // Addresses can hold the tokens of links and invitations, so no other site learns one. Not
    // `no-referrer`: browsers then call our own forms' origin `null`, and those must be told apart.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": framed ? "SAMEORIGIN" : "DENY",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    ...(secure && { "strict-transport-security": "max-age=31536000" }),
  }
}
