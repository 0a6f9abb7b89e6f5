export { helper } from "./use-case.test"
