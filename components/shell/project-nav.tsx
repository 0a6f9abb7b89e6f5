"use client"

import Link from "next/link"
import { usePathname } from "next/navigation"
import type { ProjectLink, ProjectLinks } from "@/components/shell/project-links"
import { cx } from "@/components/ui/cx"

/** The pages of a project, in groups; the one in view is marked for eyes and for assistive technology. */
export function ProjectNav({
  groups,
  onNavigate,
}: {
  groups: readonly ProjectLinks[]
  onNavigate?: () => void
}) {
  const path = usePathname()
  return (
    <nav aria-label="Project" className="grid gap-4">
      {groups.map(({ heading, links }) => (
        <div key={heading}>
          <p aria-hidden className="px-3 pb-1 text-xs text-ink-3">
            {heading}
          </p>
          <ul aria-label={heading} className="grid gap-0.5">
            {links.map((link) => (
              <NavItem key={link.href} link={link} path={path} onNavigate={onNavigate} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function NavItem({
  link,
  path,
  onNavigate,
}: {
  link: ProjectLink
  path: string
  onNavigate: (() => void) | undefined
}) {
  const here = path === link.href
  const within = here || (!link.exact && path.startsWith(`${link.href}/`))
  return (
    <li>
      <Link
        href={link.href}
        aria-current={here ? "page" : within ? "true" : undefined}
        {...(onNavigate && { onClick: onNavigate })}
        className={cx(
          "flex min-h-8 items-center rounded-control px-3 text-sm pointer-coarse:min-h-11",
          within ? "bg-line/70 font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
        )}
      >
        {link.label}
      </Link>
    </li>
  )
}
