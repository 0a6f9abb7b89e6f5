import type { NextConfig } from "next"

const config: NextConfig = {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  // forbidden() with a true 403, for members without the permission (server/http/page.ts).
  experimental: { authInterrupts: true },
}

export default config
