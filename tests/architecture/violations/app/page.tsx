import { Table } from "@/components/tasks/table"
import { useCase } from "@/server/use-case"
export default function Page() {
  return <Table title={String(useCase)} />
}
