export { mean } from "@/core/rule"
