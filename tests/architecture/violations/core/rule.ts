export { mean } from "@/stats/mean"
