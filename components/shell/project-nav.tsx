"use client"

import Link from "next/link"
import { usePathname } from "next/navigation"
import type { ProjectLink } from "@/components/shell/project-links"
import { cx } from "@/components/ui/cx"

/** The pages of a project; the one in view is marked for eyes and for assistive technology. */
export function ProjectNav({
  links,
  onNavigate,
}: {
  links: readonly ProjectLink[]
  onNavigate?: () => void
}) {
  const path = usePathname()
  return (
    <nav aria-label="Project">
      <ul className="grid gap-0.5">
        {links.map((link) => {
          const here = path === link.href
          const within = here || (!link.exact && path.startsWith(`${link.href}/`))
          return (
            <li key={link.href}>
              <Link
                href={link.href}
                aria-current={here ? "page" : within ? "true" : undefined}
                {...(onNavigate && { onClick: onNavigate })}
                className={cx(
                  "flex min-h-9 items-center rounded-control px-3 text-sm pointer-coarse:min-h-11",
                  within ? "bg-line/70 font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
                )}
              >
                {link.label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
