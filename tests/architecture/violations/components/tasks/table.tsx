import { Button } from "@/components/ui/button"
import { mean } from "@/core/rule"
export const Table = () => <Button title={String(mean)} />
