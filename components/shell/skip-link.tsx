/** The first thing the Tab key meets: past the navigation, to the page. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="fixed start-3 top-3 z-50 -translate-y-20 rounded-control bg-ink px-4 py-2.5 text-sm font-medium text-paper focus:translate-y-0"
    >
      Skip to the page
    </a>
  )
}
