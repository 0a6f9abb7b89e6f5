let last = 0

/** A number not used before in this process, for names that must be unique. */
export function nextNumber(): number {
  return ++last
}
