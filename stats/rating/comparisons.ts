/**
 * Comparisons of models collapsed to counts: what every fit costs by.
 *
 * A *cell* is one kind of comparison (pair of models, who stood on the left, covariates); its counts are wins of the
 * first model, ties and losses. An *entry* is a cell of one cluster (annotator), kept where clusters are given.
 * `side` is +1 where the first model stood on the left, −1 where it stood on the right, 0 where that is not known.
 * A covariate is a difference first − second, for instance (lengthFirst − lengthSecond)/(lengthFirst + lengthSecond).
 * Cells are stored with first < second: the other way round is the same comparison with everything turned.
 */
export interface ComparisonTable {
  readonly models: number
  readonly cells: number
  readonly first: Int32Array
  readonly second: Int32Array
  readonly side: Int8Array
  /** cells × covariateCount, row after row. */
  readonly covariates: Float64Array
  readonly covariateCount: number
  readonly wins: Float64Array
  readonly ties: Float64Array
  readonly losses: Float64Array
  /** Number of comparisons in all. */
  readonly total: number
  /** The same counts by cluster; null where no cluster was given. */
  readonly entries: ClusterEntries | null
}

export interface ClusterEntries {
  readonly clusters: number
  /** Entries of cluster g are start[g] … start[g + 1] − 1. */
  readonly start: Int32Array
  readonly cell: Int32Array
  readonly wins: Float64Array
  readonly ties: Float64Array
  readonly losses: Float64Array
}

/** One line of counts, as a roll-up gives it. */
export interface CountedComparison {
  readonly first: number
  readonly second: number
  readonly side?: -1 | 0 | 1
  readonly covariates?: readonly number[]
  readonly cluster?: number
  readonly wins: number
  readonly ties: number
  readonly losses: number
}

/** Single comparisons in columns: outcome 1 = the first model won, 0 = tie, −1 = the second won. */
export interface ComparisonRows {
  readonly models: number
  readonly first: ArrayLike<number>
  readonly second: ArrayLike<number>
  readonly outcome: ArrayLike<number>
  readonly side?: ArrayLike<number>
  /** rows × covariateCount. */
  readonly covariates?: ArrayLike<number>
  readonly covariateCount?: number
  readonly cluster?: ArrayLike<number>
  readonly clusters?: number
}

/**
 * Collapses counted lines. Throws RangeError on models out of range, a model against itself, or negative counts.
 * Worked example: {first: 1, second: 0, wins: 2, ties: 1, losses: 0} becomes the cell 0 against 1 with 0, 1, 2.
 */
export function collectCounts(models: number, lines: readonly CountedComparison[]): ComparisonTable {
  const covariateCount = lines[0]?.covariates?.length ?? 0
  const clustered = lines.length > 0 && lines[0]?.cluster !== undefined
  const collector = createCollector(models, covariateCount, clustered)
  const row = new Float64Array(covariateCount)
  for (const line of lines) {
    if ((line.covariates?.length ?? 0) !== covariateCount || (line.cluster !== undefined) !== clustered) {
      throw new RangeError("Either all lines have the same covariates and a cluster, or none has.")
    }
    for (const count of [line.wins, line.ties, line.losses]) {
      if (!Number.isFinite(count) || count < 0) throw new RangeError(`A count is at least 0, not ${count}.`)
    }
    if (line.covariates) row.set(line.covariates)
    collector.add(
      line.first,
      line.second,
      line.side ?? 0,
      row,
      line.cluster ?? 0,
      line.wins,
      line.ties,
      line.losses,
    )
  }
  return collector.finish()
}

/** Collapses single comparisons: one pass, about a tenth of a second per million rows. */
export function collectRows(rows: ComparisonRows): ComparisonTable {
  const covariateCount = rows.covariateCount ?? 0
  const n = rows.first.length
  if (rows.second.length !== n || rows.outcome.length !== n) throw new RangeError("Columns differ in length.")
  const collector = createCollector(rows.models, covariateCount, rows.cluster !== undefined)
  const row = new Float64Array(covariateCount)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < covariateCount; k++) row[k] = rows.covariates?.[i * covariateCount + k] as number
    const outcome = rows.outcome[i] as number
    collector.add(
      rows.first[i] as number,
      rows.second[i] as number,
      rows.side ? (rows.side[i] as number) : 0,
      row,
      rows.cluster ? (rows.cluster[i] as number) : 0,
      outcome > 0 ? 1 : 0,
      outcome === 0 ? 1 : 0,
      outcome < 0 ? 1 : 0,
    )
  }
  return collector.finish()
}

/** Counts in columns: n lines of a pair, a side, a cluster and an index into the list of covariate values. */
export interface CountColumns {
  readonly first: Int32Array
  readonly second: Int32Array
  readonly side: Int32Array
  readonly cluster: Int32Array
  readonly wins: Int32Array
  readonly ties: Int32Array
  readonly losses: Int32Array
  /** One covariate: which of `values` each line has. */
  readonly covariate: { readonly values: readonly number[]; readonly index: Int32Array } | null
}

/**
 * The same as collectCounts for many lines in columns, first < second in each, clusters given. Lines of one cell and
 * cluster are added up, and cells and entries come out in the order of their keys, so the same counts give the same
 * table in whatever order they came in. Linear in the lines; tens of milliseconds for half a million.
 * Throws RangeError where a pair is not two of the models in order.
 */
export function collectColumns(models: number, columns: CountColumns): ComparisonTable {
  const { first, second, side, cluster, covariate } = columns
  const n = first.length
  const kinds = covariate?.values.length ?? 1
  const keyOf = (i: number): number =>
    (((first[i] as number) * models + (second[i] as number)) * 3 + (side[i] as number) + 1) * kinds +
    (covariate ? (covariate.index[i] as number) : 0)
  const cellAt = new Int32Array(models * models * 3 * kinds)
  const keys = new Int32Array(n)
  let people = 0
  for (let i = 0; i < n; i++) {
    const [a, b] = [first[i] as number, second[i] as number]
    if (!(a >= 0 && a < b && b < models))
      throw new RangeError(`${a} and ${b} are not two of ${models} in order.`)
    keys[i] = keyOf(i)
    cellAt[keys[i] as number] = 1
    people = Math.max(people, (cluster[i] as number) + 1)
  }
  const used: number[] = []
  cellAt.forEach((met, key) => {
    if (met === 0) return
    used.push(key)
    cellAt[key] = used.length
  })
  const cells = used.length
  const table = {
    first: new Int32Array(cells),
    second: new Int32Array(cells),
    side: new Int8Array(cells),
    covariates: new Float64Array(covariate ? cells : 0),
    wins: new Float64Array(cells),
    ties: new Float64Array(cells),
    losses: new Float64Array(cells),
  }
  used.forEach((key, cell) => {
    if (covariate) table.covariates[cell] = covariate.values[key % kinds] as number
    const rest = Math.floor(key / kinds)
    table.side[cell] = (rest % 3) - 1
    const pair = Math.floor(rest / 3)
    table.first[cell] = Math.floor(pair / models)
    table.second[cell] = pair % models
  })
  // Lines by cluster, then within a cluster by cell.
  const bounds = new Int32Array(people + 1)
  for (let i = 0; i < n; i++)
    bounds[(cluster[i] as number) + 1] = (bounds[(cluster[i] as number) + 1] as number) + 1
  for (let g = 0; g < people; g++) bounds[g + 1] = (bounds[g + 1] as number) + (bounds[g] as number)
  const next = bounds.slice()
  const order = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    const g = cluster[i] as number
    order[next[g] as number] = i
    next[g] = (next[g] as number) + 1
  }
  const starts = [0]
  const entry = {
    cell: new Int32Array(n),
    wins: new Float64Array(n),
    ties: new Float64Array(n),
    losses: new Float64Array(n),
  }
  let size = 0
  let total = 0
  const own = new Float64Array(cells * 3)
  for (let g = 0; g < people; g++) {
    const met = new Set<number>()
    for (let k = bounds[g] as number; k < (bounds[g + 1] as number); k++) {
      const i = order[k] as number
      const cell = (cellAt[keys[i] as number] as number) - 1
      met.add(cell)
      own[cell * 3] = (own[cell * 3] as number) + (columns.wins[i] as number)
      own[cell * 3 + 1] = (own[cell * 3 + 1] as number) + (columns.ties[i] as number)
      own[cell * 3 + 2] = (own[cell * 3 + 2] as number) + (columns.losses[i] as number)
    }
    if (met.size === 0) continue
    for (const cell of Int32Array.from(met).sort()) {
      const [w, t, l] = [own[cell * 3] as number, own[cell * 3 + 1] as number, own[cell * 3 + 2] as number]
      entry.cell[size] = cell
      entry.wins[size] = w
      entry.ties[size] = t
      entry.losses[size] = l
      table.wins[cell] = (table.wins[cell] as number) + w
      table.ties[cell] = (table.ties[cell] as number) + t
      table.losses[cell] = (table.losses[cell] as number) + l
      total += w + t + l
      own.fill(0, cell * 3, cell * 3 + 3)
      size += 1
    }
    starts.push(size)
  }
  return {
    models,
    cells,
    ...table,
    covariateCount: covariate ? 1 : 0,
    total,
    entries: {
      clusters: starts.length - 1,
      start: Int32Array.from(starts),
      cell: entry.cell.subarray(0, size),
      wins: entry.wins.subarray(0, size),
      ties: entry.ties.subarray(0, size),
      losses: entry.losses.subarray(0, size),
    },
  }
}

function createCollector(models: number, covariateCount: number, clustered: boolean) {
  if (!Number.isInteger(models) || models < 0) throw new RangeError(`models must be a count, not ${models}.`)
  const cells = createKeyIndex(covariateCount)
  const entries = createKeyIndex(0)
  const cell = {
    first: [] as number[],
    second: [] as number[],
    side: [] as number[],
    covariates: [] as number[],
  }
  const cellCounts: number[] = []
  const entry = { cluster: [] as number[], cell: [] as number[] }
  const entryCounts: number[] = []
  let total = 0
  const turned = new Float64Array(covariateCount)
  const add = (
    first: number,
    second: number,
    side: number,
    covariates: Float64Array,
    cluster: number,
    wins: number,
    ties: number,
    losses: number,
  ): void => {
    if (!(first >= 0 && first < models && second >= 0 && second < models) || first === second) {
      throw new RangeError(`Models ${first} and ${second} are not two of ${models}.`)
    }
    const swap = first > second
    const a = swap ? second : first
    const b = swap ? first : second
    const s = swap ? -side : side
    let row = covariates
    if (swap && covariateCount > 0) {
      for (let k = 0; k < covariateCount; k++) turned[k] = -(covariates[k] as number)
      row = turned
    }
    const at = cells.indexOf((a * models + b) * 3 + s + 1, row)
    if (at === cell.first.length) {
      cell.first.push(a)
      cell.second.push(b)
      cell.side.push(s)
      for (let k = 0; k < covariateCount; k++) cell.covariates.push(row[k] as number)
      cellCounts.push(0, 0, 0)
    }
    const w = swap ? losses : wins
    const l = swap ? wins : losses
    addTo(cellCounts, at, w, ties, l)
    total += wins + ties + losses
    if (!clustered) return
    if (!Number.isInteger(cluster) || cluster < 0)
      throw new RangeError(`A cluster is a number, not ${cluster}.`)
    const found = entries.indexOf(at * 16_777_216 + cluster, null)
    if (found === entry.cell.length) {
      entry.cluster.push(cluster)
      entry.cell.push(at)
      entryCounts.push(0, 0, 0)
    }
    addTo(entryCounts, found, w, ties, l)
  }
  const finish = (): ComparisonTable => ({
    models,
    cells: cell.first.length,
    first: Int32Array.from(cell.first),
    second: Int32Array.from(cell.second),
    side: Int8Array.from(cell.side),
    covariates: Float64Array.from(cell.covariates),
    covariateCount,
    wins: everyThird(cellCounts, 0),
    ties: everyThird(cellCounts, 1),
    losses: everyThird(cellCounts, 2),
    total,
    entries: clustered ? sortEntries(entry.cluster, entry.cell, entryCounts) : null,
  })
  return { add, finish }
}

function addTo(counts: number[], index: number, wins: number, ties: number, losses: number): void {
  const base = 3 * index
  counts[base] = (counts[base] as number) + wins
  counts[base + 1] = (counts[base + 1] as number) + ties
  counts[base + 2] = (counts[base + 2] as number) + losses
}

function everyThird(counts: readonly number[], offset: number): Float64Array {
  return Float64Array.from({ length: counts.length / 3 }, (_, i) => counts[3 * i + offset] as number)
}

/** Numbers keys 0, 1, 2, … in the order they first appear. */
function createKeyIndex(covariateCount: number) {
  const byNumber = new Map<number, number>()
  const byText = new Map<string, number>()
  /** One covariate is the common case: its values are numbered, which is far quicker than a text a line. */
  const valueNumber = new Map<number, number>()
  let size = 0
  const indexOf = (key: number, covariates: Float64Array | null): number => {
    if (covariateCount === 0 || covariates === null) {
      const known = byNumber.get(key)
      if (known !== undefined) return known
      byNumber.set(key, size)
    } else if (covariateCount === 1) {
      const value = covariates[0] as number
      if (!Number.isFinite(value)) throw new RangeError(`A covariate is a finite number, not ${value}.`)
      let number = valueNumber.get(value)
      if (number === undefined) valueNumber.set(value, (number = valueNumber.size))
      const both = number * 2 ** 31 + key
      const known = byNumber.get(both)
      if (known !== undefined) return known
      byNumber.set(both, size)
    } else {
      for (const value of covariates) {
        if (!Number.isFinite(value)) throw new RangeError(`A covariate is a finite number, not ${value}.`)
      }
      const text = `${key} ${covariates.join(" ")}`
      const known = byText.get(text)
      if (known !== undefined) return known
      byText.set(text, size)
    }
    size += 1
    return size - 1
  }
  return { indexOf }
}

function sortEntries(
  cluster: readonly number[],
  cell: readonly number[],
  counts: readonly number[],
): ClusterEntries {
  // Clusters are renumbered without gaps, in the order of their numbers: an empty cluster is no cluster.
  const numbers = [...new Set(cluster)].sort((a, b) => a - b)
  const position = new Map(numbers.map((number, g) => [number, g]))
  const clusters = numbers.length
  const start = new Int32Array(clusters + 1)
  for (const number of cluster) {
    const g = (position.get(number) as number) + 1
    start[g] = (start[g] as number) + 1
  }
  for (let g = 0; g < clusters; g++) start[g + 1] = (start[g + 1] as number) + (start[g] as number)
  const next = start.slice()
  const size = cell.length
  const sorted = {
    cell: new Int32Array(size),
    wins: new Float64Array(size),
    ties: new Float64Array(size),
    losses: new Float64Array(size),
  }
  for (let e = 0; e < size; e++) {
    const g = position.get(cluster[e] as number) as number
    const to = next[g] as number
    next[g] = to + 1
    sorted.cell[to] = cell[e] as number
    sorted.wins[to] = counts[3 * e] as number
    sorted.ties[to] = counts[3 * e + 1] as number
    sorted.losses[to] = counts[3 * e + 2] as number
  }
  return { clusters, start, ...sorted }
}
