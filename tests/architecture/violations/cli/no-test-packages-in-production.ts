export { expect } from "vitest"
