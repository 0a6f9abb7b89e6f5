/** What InstructGPT says of its people: 72.6 ± 1.5 % (training labelers), 77.3 ± 1.3 % (held-out). */
export const references = [
  { label: "InstructGPT, training labelers 72.6 ± 1.5", short: "training 72.6", value: 0.726, reach: 0.015 },
  { label: "InstructGPT, held-out labelers 77.3 ± 1.3", short: "held-out 77.3", value: 0.773, reach: 0.013 },
] as const
