/** The begin of a text in two lines, in whatever script it is. */
export function ClampedText({ text }: { text: string }) {
  return (
    <span dir="auto" className="line-clamp-2 font-medium wrap-anywhere">
      {text}
    </span>
  )
}
