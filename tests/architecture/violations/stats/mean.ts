export const mean = 0
