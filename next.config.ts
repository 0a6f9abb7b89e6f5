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
}

export default config
