/**
 * Cholesky factor of a symmetric positive definite matrix, in place, and what is solved with it.
 *
 * Matrices are row-major Float64Arrays of size n × n; only the lower triangle is read and written.
 * Formula: A = L Lᵀ, row by row (Golub and Van Loan, algorithm 4.2.1).
 * Edge cases: returns false where a pivot is not clearly positive (relative to `floor` times its diagonal), so that a
 * direction the data say nothing about is found and not divided by.
 * Worked example: [[4, 2], [2, 3]] factors into [[2, 0], [1, √2]].
 */
export function choleskyInPlace(a: Float64Array, n: number, floor = 1e-11): boolean {
  for (let i = 0; i < n; i++) {
    const rowI = i * n
    for (let j = 0; j < i; j++) {
      const rowJ = j * n
      let sum = a[rowI + j] as number
      for (let k = 0; k < j; k++) sum -= (a[rowI + k] as number) * (a[rowJ + k] as number)
      a[rowI + j] = sum / (a[rowJ + j] as number)
    }
    const diagonal = a[rowI + i] as number
    let pivot = diagonal
    for (let k = 0; k < i; k++) {
      const value = a[rowI + k] as number
      pivot -= value * value
    }
    if (!(pivot > floor * diagonal) || !(pivot > 0)) return false
    a[rowI + i] = Math.sqrt(pivot)
  }
  return true
}

/** Solves L Lᵀ x = b in place. */
export function choleskySolve(l: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i] as number
    for (let k = 0; k < i; k++) sum -= (l[i * n + k] as number) * (b[k] as number)
    b[i] = sum / (l[i * n + i] as number)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i] as number
    for (let k = i + 1; k < n; k++) sum -= (l[k * n + i] as number) * (b[k] as number)
    b[i] = sum / (l[i * n + i] as number)
  }
}

/** The full inverse of L Lᵀ. */
export function choleskyInverse(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  const column = new Float64Array(n)
  for (let j = 0; j < n; j++) {
    column.fill(0)
    column[j] = 1
    choleskySolve(l, n, column)
    for (let i = 0; i < n; i++) inverse[i * n + j] = column[i] as number
  }
  return inverse
}

/** A·B of n × n matrices. */
export function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k] as number
      if (factor === 0) continue
      for (let j = 0; j < n; j++) {
        product[i * n + j] = (product[i * n + j] as number) + factor * (b[k * n + j] as number)
      }
    }
  }
  return product
}
