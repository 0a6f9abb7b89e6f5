/** One answer of one person, as the reliability figures need it. A list of them is in the order they were given. */
export interface CrowdAnswer {
  /** 0-based. */
  readonly person: number
  /** 0-based; label answers of one task are compared with each other. */
  readonly task: number
  /** `label`: an ordinary judgment; `gold`: the right answer is known; `repeat`: the same task again, sides swapped. */
  readonly purpose: "label" | "gold" | "repeat"
  /** Stored position preferred; null = a tie. */
  readonly choice: 0 | 1 | null
  /** Stored position that stood on the left (or first). */
  readonly left: 0 | 1
  /** Stored position of the clearly longer text; null = about equally long. */
  readonly longer: 0 | 1 | null
  /** Gold: the known better one; null = the known answer is a tie, or there is none. */
  readonly truth: 0 | 1 | null
  /** Gold: the answer is right. Repeat: it is the same as the first one. Null for labels. */
  readonly right: boolean | null
  /** Label: it enters agreement (fixed overlap, counted). */
  readonly compared: boolean
}

export interface Crowd {
  readonly people: number
  readonly tasks: number
  readonly answers: readonly CrowdAnswer[]
}
