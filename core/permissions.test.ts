import { expect, it } from "vitest"
import {
  instancePermissions,
  instanceRolePermissions,
  instanceRoles,
  manageableRoles,
  permissions,
  projectRoles,
  rolePermissions,
} from "@/core/permissions"

function table(
  rows: readonly string[],
  columns: readonly string[],
  has: (row: string, column: string) => boolean,
) {
  const line = (first: string, cells: readonly string[]) => [first.padEnd(22), ...cells].join(" ").trimEnd()
  return [
    line(
      "",
      columns.map((column) => column.padEnd(9)),
    ),
    ...rows.map((row) =>
      line(
        row,
        columns.map((column) => (has(row, column) ? "yes" : "·").padEnd(9)),
      ),
    ),
  ].join("\n")
}

it("gives each role of a project exactly these permissions", () => {
  const can = table(
    permissions,
    projectRoles,
    (permission, role) =>
      (rolePermissions as Record<string, readonly string[]>)[role]?.includes(permission) ?? false,
  )
  expect(`\n${can}\n`).toMatchInlineSnapshot(`
    "
                           OWNER     ADMIN     REVIEWER  ANNOTATOR
    project:read           yes       yes       yes       yes
    project:update         yes       yes       ·         ·
    project:delete         yes       ·         ·         ·
    guidelines:update      yes       yes       ·         ·
    members:read           yes       yes       ·         ·
    members:update         yes       yes       ·         ·
    prompts:read           yes       yes       yes       ·
    prompts:update         yes       yes       ·         ·
    imports:create         yes       yes       ·         ·
    tasks:read             yes       yes       yes       ·
    tasks:update           yes       yes       ·         ·
    annotations:create     yes       yes       yes       yes
    annotations:read       yes       yes       yes       ·
    annotations:exclude    yes       yes       ·         ·
    adjudications:create   yes       yes       yes       ·
    questions:answer       yes       yes       yes       ·
    results:read           yes       yes       yes       ·
    exports:create         yes       yes       ·         ·
    audit:read             yes       yes       ·         ·
    "
  `)
})

it("gives each role of the instance exactly these permissions", () => {
  const can = table(
    instancePermissions,
    instanceRoles,
    (permission, role) =>
      (instanceRolePermissions as Record<string, readonly string[]>)[role]?.includes(permission) ?? false,
  )
  expect(`\n${can}\n`).toMatchInlineSnapshot(`
    "
                           OWNER     MEMBER
    instance:manage        yes       ·
    projects:create        yes       ·
    users:manage           yes       ·
    "
  `)
})

it("lets nobody give a role above their own", () => {
  for (const own of projectRoles) {
    for (const given of manageableRoles[own]) {
      const more = rolePermissions[given].filter((permission) => !rolePermissions[own].includes(permission))
      expect(more, `${own} gives ${given}`).toEqual([])
    }
  }
  expect(manageableRoles.ADMIN).not.toContain("OWNER")
})
