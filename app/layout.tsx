import type { Metadata, Viewport } from "next"
import { cookies } from "next/headers"
import type { ReactNode } from "react"
import { themeCookie, toTheme } from "@/components/shell/theme"
import "katex/dist/katex.min.css"
import "./globals.css"

export const metadata: Metadata = {
  title: { default: "Diptych", template: "%s · Diptych" },
  description: "People compare model outputs side by side, training data for reward models comes out.",
  robots: { index: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f7f6f2" },
    { media: "(prefers-color-scheme: dark)", color: "#171614" },
  ],
}

/** The theme comes from a cookie and is in the first byte of HTML, so nothing flashes. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = toTheme((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" data-theme={theme}>
      <body>{children}</body>
    </html>
  )
}
