/** Throws RangeError unless `value` is a finite whole number of at least zero. */
export function requireCount(value: number, name: string): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`${name} must be a whole number of at least 0, not ${value}.`)
  }
}

/** Throws RangeError unless `value` is a finite number of at least zero (counts may be weighted). */
export function requireNonNegative(value: number, name: string): void {
  if (!Number.isFinite(value) || value < 0) {
    throw new RangeError(`${name} must be a number of at least 0, not ${value}.`)
  }
}

/** Throws RangeError unless `value` lies strictly between 0 and 1. */
export function requireOpenUnit(value: number, name: string): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} must lie between 0 and 1, not ${value}.`)
}

/** `values[index]` of a typed or plain array that is known to hold it: throws rather than yield undefined. */
export function at<T>(values: ArrayLike<T>, index: number): T {
  const value = values[index]
  if (value === undefined) throw new RangeError(`There is no entry ${index} among ${values.length}.`)
  return value
}
