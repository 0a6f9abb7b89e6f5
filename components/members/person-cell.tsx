/** Name over address; only the address where no name is known. */
export function PersonCell({ name, email, you }: { name: string; email: string; you: boolean }) {
  return (
    <>
      <span dir="auto" className="block font-medium wrap-anywhere">
        {name || email}
        {you && <span className="font-normal text-ink-3"> · you</span>}
      </span>
      {name && <span className="block text-xs wrap-anywhere text-ink-2">{email}</span>}
    </>
  )
}
