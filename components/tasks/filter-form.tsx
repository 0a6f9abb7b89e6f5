"use client"

import { useRouter } from "next/navigation"
import { type ReactNode, useTransition } from "react"
import { Button } from "@/components/ui/button"
import { LinkButton } from "@/components/ui/link-button"
import { type ListQuery, toQueryString } from "@/core/lists/query-string"

/**
 * Filters of a list. Their state is the address and nothing else: a choice is sent at once, a text with
 * Enter, and the server answers. Without JavaScript it is a plain form with a button.
 */
export function FilterForm({
  path,
  query,
  defaults,
  label,
  children,
}: {
  path: string
  query: ListQuery
  defaults: ListQuery
  label: string
  children: ReactNode
}) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const filtered =
    toQueryString({ ...query, sort: undefined, dir: undefined, page: undefined }, defaults) !== ""
  return (
    <form
      action={path}
      // A new address fills the fields anew: going back shows the filters of then.
      key={JSON.stringify(query)}
      role="search"
      aria-label={label}
      aria-busy={pending}
      className="mb-4 flex flex-wrap items-end gap-2.5"
      onChange={(event) => {
        const target = event.target as HTMLElement
        if (target instanceof HTMLSelectElement) event.currentTarget.requestSubmit()
        if (target instanceof HTMLInputElement && target.type === "date" && target.checkValidity()) {
          event.currentTarget.requestSubmit()
        }
      }}
      onSubmit={(event) => {
        event.preventDefault()
        const change = Object.fromEntries(
          [...new FormData(event.currentTarget)].map(([name, value]) => [
            name,
            typeof value === "string" ? value : "",
          ]),
        )
        startTransition(() =>
          router.push(`${path}${toQueryString(query, defaults, change)}`, { scroll: false }),
        )
      }}
    >
      {children}
      <noscript>
        <Button type="submit">Filter</Button>
      </noscript>
      {filtered && (
        <LinkButton
          variant="quiet"
          href={`${path}${toQueryString({ sort: query.sort, dir: query.dir }, defaults)}`}
          scroll={false}
        >
          Clear filters
        </LinkButton>
      )}
    </form>
  )
}

/** One filter: a small label over its control. */
export function Filter({
  label,
  children,
  className,
}: {
  label: string
  children: ReactNode
  className?: string
}) {
  return (
    <label className={className ?? "w-[calc(50%-0.3125rem)] sm:w-36"}>
      <span className="mb-1 block text-xs text-ink-2">{label}</span>
      {children}
    </label>
  )
}
