import type { ComparisonTable } from "@/stats/rating/comparisons"

/**
 * Who beat whom, and whether strengths exist at all.
 *
 * The maximum-likelihood strengths exist iff the directed graph "i beat j at least once" (a tie counts both ways) is
 * strongly connected (Ford 1957). Tarjan's algorithm (1972), written without recursion so that thousands of models in
 * a chain do not overflow the stack.
 *
 * - several `components`: models of different components were never compared, even through others; their strengths
 *   cannot be set against each other;
 * - one component but several `strong` ones: a block never lost (or never won) against the rest; only a penalised fit
 *   is finite, and it deserves a badge;
 * - `thinPairs`: pairs whose comparisons are the only link between two parts of the graph and number fewer than five.
 *
 * Worked example: 0 beat 1, 1 beat 2, 2 beat 0: one strong component. Without the last: three.
 */
export interface BeatGraph {
  /** Component number of each model, 0 … componentCount − 1, in order of first appearance. */
  readonly component: readonly number[]
  readonly componentCount: number
  readonly strong: readonly number[]
  readonly strongCount: number
  readonly thinPairs: readonly {
    readonly first: number
    readonly second: number
    readonly comparisons: number
  }[]
}

const FEW = 5

export function toBeatGraph(table: ComparisonTable): BeatGraph {
  const n = table.models
  const beats: number[][] = Array.from({ length: n }, () => [])
  const met: Map<number, number>[] = Array.from({ length: n }, () => new Map<number, number>())
  for (let c = 0; c < table.cells; c++) {
    const i = table.first[c] as number
    const j = table.second[c] as number
    const w = table.wins[c] as number
    const t = table.ties[c] as number
    const l = table.losses[c] as number
    if (w + t + l === 0) continue
    if (w + t > 0) beats[i]?.push(j)
    if (l + t > 0) beats[j]?.push(i)
    met[i]?.set(j, (met[i]?.get(j) ?? 0) + w + t + l)
    met[j]?.set(i, (met[j]?.get(i) ?? 0) + w + t + l)
  }
  const neighbours = met.map((row) => [...row.keys()])
  const component = toWeakComponents(neighbours)
  const strong = toStrongComponents(beats)
  return {
    component,
    componentCount: Math.max(-1, ...component) + 1,
    strong,
    strongCount: Math.max(-1, ...strong) + 1,
    thinPairs: findBridges(neighbours)
      .map(([first, second]) => ({ first, second, comparisons: met[first]?.get(second) ?? 0 }))
      .filter((pair) => pair.comparisons < FEW),
  }
}

function toWeakComponents(neighbours: readonly (readonly number[])[]): number[] {
  const component = neighbours.map(() => -1)
  let count = 0
  for (let root = 0; root < neighbours.length; root++) {
    if (component[root] !== -1) continue
    component[root] = count
    const stack = [root]
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (const other of neighbours[node] as readonly number[]) {
        if (component[other] !== -1) continue
        component[other] = count
        stack.push(other)
      }
    }
    count += 1
  }
  return component
}

/** Strong components of a directed graph given by its arcs. */
export function toStrongComponents(arcs: readonly (readonly number[])[]): number[] {
  const n = arcs.length
  const index = new Int32Array(n).fill(-1)
  const low = new Int32Array(n)
  const next = new Int32Array(n)
  const component = arcs.map(() => -1)
  const pending: number[] = []
  let counter = 0
  let count = 0
  for (let root = 0; root < n; root++) {
    if (index[root] !== -1) continue
    const path = [root]
    while (path.length > 0) {
      const node = path[path.length - 1] as number
      if (index[node] === -1) {
        index[node] = counter
        low[node] = counter
        counter += 1
        pending.push(node)
      }
      const out = arcs[node] as readonly number[]
      let descended = false
      while ((next[node] as number) < out.length) {
        const other = out[next[node] as number] as number
        next[node] = (next[node] as number) + 1
        if (index[other] === -1) {
          path.push(other)
          descended = true
          break
        }
        if (component[other] === -1) low[node] = Math.min(low[node] as number, index[other] as number)
      }
      if (descended) continue
      path.pop()
      const parent = path[path.length - 1]
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[node] as number)
      if (low[node] !== index[node]) continue
      for (let member = pending.pop(); member !== undefined; member = pending.pop()) {
        component[member] = count
        if (member === node) break
      }
      count += 1
    }
  }
  return renumber(component)
}

function renumber(component: readonly number[]): number[] {
  const names = new Map<number, number>()
  return component.map((old) => {
    const known = names.get(old)
    if (known !== undefined) return known
    names.set(old, names.size)
    return names.size - 1
  })
}

/** Edges whose removal would disconnect an undirected graph. */
function findBridges(neighbours: readonly (readonly number[])[]): [number, number][] {
  const n = neighbours.length
  const index = new Int32Array(n).fill(-1)
  const low = new Int32Array(n)
  const next = new Int32Array(n)
  const parent = new Int32Array(n).fill(-1)
  const bridges: [number, number][] = []
  let counter = 0
  for (let root = 0; root < n; root++) {
    if (index[root] !== -1) continue
    const path = [root]
    index[root] = low[root] = counter++
    while (path.length > 0) {
      const node = path[path.length - 1] as number
      const out = neighbours[node] as readonly number[]
      if ((next[node] as number) < out.length) {
        const other = out[next[node] as number] as number
        next[node] = (next[node] as number) + 1
        if (index[other] === -1) {
          parent[other] = node
          index[other] = low[other] = counter++
          path.push(other)
        } else if (other !== parent[node]) {
          low[node] = Math.min(low[node] as number, index[other] as number)
        }
        continue
      }
      path.pop()
      const above = parent[node] as number
      if (above === -1) continue
      low[above] = Math.min(low[above] as number, low[node] as number)
      if ((low[node] as number) > (index[above] as number)) {
        bridges.push(above < node ? [above, node] : [node, above])
      }
    }
  }
  return bridges.sort((a, b) => a[0] - b[0] || a[1] - b[1])
}
