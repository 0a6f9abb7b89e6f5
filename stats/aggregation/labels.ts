/** One label: annotator `annotator` put item `item` into category `category`. Repeats are allowed and count. */
export interface Label {
  readonly item: number
  readonly annotator: number
  readonly category: number
}

/** Labels of one annotator on one item, ready for EM. */
export interface LabelTable {
  readonly items: number
  readonly annotators: number
  readonly categories: number
  readonly labels: readonly Label[]
}

/** Throws RangeError where a label lies outside the table. */
export function requireLabels({ items, annotators, categories, labels }: LabelTable): void {
  for (const { item, annotator, category } of labels) {
    const inside = item >= 0 && item < items && annotator >= 0 && annotator < annotators
    if (!inside || !(category >= 0 && category < categories)) {
      throw new RangeError(`Label (${item}, ${annotator}, ${category}) lies outside the table.`)
    }
  }
}

/** Share of each category among the labels of each item, items × categories; items without labels get equal shares. */
export function toVoteShares({ items, categories, labels }: LabelTable): Float64Array {
  const shares = new Float64Array(items * categories)
  const totals = new Float64Array(items)
  for (const { item, category } of labels) {
    shares[item * categories + category] = (shares[item * categories + category] as number) + 1
    totals[item] = (totals[item] as number) + 1
  }
  for (let i = 0; i < items; i++) {
    const total = totals[i] as number
    for (let k = 0; k < categories; k++) {
      const at = i * categories + k
      shares[at] = total === 0 ? 1 / categories : (shares[at] as number) / total
    }
  }
  return shares
}

/** Shannon entropy in bits of each row of an items × categories table of probabilities. */
export function rowEntropies(table: Float64Array, categories: number): Float64Array {
  return Float64Array.from({ length: table.length / categories }, (_, i) => {
    let sum = 0
    for (let k = 0; k < categories; k++) {
      const p = table[i * categories + k] as number
      if (p > 0) sum -= p * Math.log2(p)
    }
    return sum
  })
}
