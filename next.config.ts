import type { NextConfig } from "next"

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are an error in `npm test`, over the whole tree; checking them again here would only make
  // every start after a change slower.
  typescript: { ignoreBuildErrors: true },
  // forbidden() with a true 403, for members without the permission (server/http/page.ts).
  experimental: { authInterrupts: true },
  // messages/get-messages.ts has read the messages already; without their parser the annotate page
  // loads 9 KiB less.
  turbopack: {
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
}

export default config
