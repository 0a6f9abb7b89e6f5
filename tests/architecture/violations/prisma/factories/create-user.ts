export const createUser = 1
