// Who may import whom: stats → core → formats → server → app, only leftwards (docs/decisions/0001).
// Each rule has a planted breach in tests/architecture/violations/, under the file named like the
// rule, so that weakening one fails a test.
const tests = "\\.test\\.tsx?$"

/** A rule that says: files in `from` may reach nothing in `to`. */
function forbid(name, comment, from, to) {
  return { name, severity: "error", comment, from, to }
}

/** Folders of this repository that hold code. */
const folders = "(app|bench|cli|components|core|e2e|formats|prisma|server|setup|stats|tests)"

/** Only the named folders (regular expressions) of this repository may be reached. */
function only(name, comment, from, allowed) {
  return forbid(name, comment, from, { path: `^${folders}/`, pathNot: `^(${allowed})/` })
}

module.exports = {
  forbidden: [
    only("stats-imports-itself", "Numbers in, numbers out.", { path: "^stats/" }, "stats"),
    only("core-imports-left", "The domain knows only itself and stats.", { path: "^core/" }, "core|stats"),
    only(
      "formats-import-left",
      "Data formats are pure functions over the domain.",
      { path: "^formats/" },
      "formats|core|stats",
    ),
    only(
      "server-imports-left",
      "Use cases must run without a page: from the command line and in tests.",
      { path: "^server/", pathNot: tests },
      "server|formats|core|stats|prisma/client",
    ),
    only(
      "app-imports-left",
      "Pages parse, ask server/ and hand props to components/.",
      { path: "^app/", pathNot: tests },
      "app|components|server|formats|core|stats",
    ),
    only(
      "cli-imports-left",
      "Commands are thin over server/ and stats/.",
      { path: "^cli/", pathNot: tests },
      "cli|server|formats|core|stats",
    ),
    only(
      "components-know-no-server",
      "A component that sees server/, even its types, can leak a database row into a browser.",
      { path: "^components/(?!ui/)" },
      "components|core|stats",
    ),
    only(
      "ui-imports-itself",
      "Primitives know no domain, so that any screen can use them.",
      { path: "^components/ui/" },
      "components/ui",
    ),
    forbid(
      "database-client-stays-home",
      "Queries live in server/data and server/auth; elsewhere they would escape access checks and tests.",
      { path: `^${folders}/`, pathNot: `^(server/(data|auth)|prisma|tests|e2e|bench)/|${tests}` },
      { path: "^(server/data/db\\.ts|prisma/client/)|node_modules/@prisma/client/" },
    ),
    forbid(
      "driver-stays-home",
      "Connections are made where the server is started, migrated and queried, nowhere else.",
      {
        path: `^${folders}/`,
        pathNot: `^(server/(data|postgres|migrate)|prisma|tests|e2e|bench|setup)/|${tests}`,
      },
      { path: "node_modules/(pg|pg-cursor|pg-copy-streams|@prisma/adapter-pg)/" },
    ),
    forbid(
      "pure-without-node",
      "stats, core and formats run in a browser, a worker and a property test alike.",
      { path: "^(stats|core|formats)/", pathNot: tests },
      { dependencyTypes: ["core"] },
    ),
    forbid(
      "pure-without-framework",
      "The pure layers know no framework; a new package here is a decision.",
      { path: "^(stats|core|formats)/", pathNot: tests },
      {
        path: "node_modules/",
        pathNot: "node_modules/(zod|@noble/hashes|csv-parse|stream-json|fast-check)/",
      },
    ),
    forbid(
      "nothing-imports-tests",
      "What tests need must not reach people.",
      { path: "^(app|cli|components|core|formats|server|stats)/", pathNot: tests },
      { path: `^(tests|e2e|bench|prisma/(factories|scenarios))/|${tests}` },
    ),
    forbid(
      "no-test-packages-in-production",
      "A production install has no development packages.",
      { path: "^(app|cli|components|core|formats|server|setup|stats)/", pathNot: `${tests}|^setup/test` },
      { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/" },
    ),
    forbid("no-cycles", "Two files that need each other are one file.", {}, { circular: true }),
    forbid(
      "no-unresolved",
      "An import that cannot be found hides from every rule above.",
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    // TypeScript 7 has no JavaScript API, so the files are read by SWC, which sees `import type` too.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules|^prisma/client/" },
    exclude: { path: "^(\\.next|tests/architecture/violations)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".d.ts", ".json", ".css"],
    },
  },
}
