/** This version of Diptych, as in package.json; a test compares. A constant, because the built app has no such file beside it. */
export const version = "0.1.0"
