/** Name over address; only the address where no name is known. */
export function PersonCell({ name, email, you }: { name: string; email: string; you: boolean }) {
  return (
    <>
      {/* Only the name has a direction of its own; it starts where the column does. */}
      <span className="block font-medium wrap-anywhere">
        <bdi>{name || email}</bdi>
        {you && <span className="font-normal text-ink-3"> · you</span>}
      </span>
      {name && <span className="block text-xs wrap-anywhere text-ink-2">{email}</span>}
    </>
  )
}
