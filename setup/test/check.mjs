// One named part of the tests: runs a program, keeps what it said, shows it when it failed.
import { spawn } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { root, seconds } from "../steps.mjs"

/**
 * What a check found. `unsaid` is what counts as failed without being a failed test: skipped tests,
 * files that could not be loaded, a program that ended badly.
 * @typedef {{ name: string, passed: number, failed: number, output: string, time: string }} Result
 */

/** @returns {Promise<{ code: number | null, output: string }>} */
export function runProgram(command, args, { env = process.env, timeoutMs = 0 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] })
    let output = ""
    const timer = timeoutMs > 0 ? setTimeout(() => child.kill("SIGKILL"), timeoutMs) : undefined
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text
      })
    }
    child.once("error", (error) => {
      output += String(error)
    })
    child.once("close", (code) => {
      clearTimeout(timer)
      resolve({ code, output })
    })
  })
}

/** Runs a check and prints one line for it, and all it said where something failed. */
export async function check(name, command, args, { env, report, read } = {}) {
  const began = Date.now()
  if (report) rmSync(report, { force: true })
  const { code, output } = await runProgram(command, args, { env })
  const counts = read
    ? read(readReport(report), code)
    : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }
  return announce({ name, ...counts, output, time: seconds(began) })
}

export function announce(result) {
  const mark = result.failed > 0 ? "✗" : "✓"
  const counts =
    result.failed > 0 ? `${result.passed} passed, ${result.failed} failed` : `${result.passed} passed`
  if (result.failed > 0) console.log(`\n${result.output.trim()}\n`)
  console.log(`${mark} ${result.name.padEnd(34)} ${counts.padEnd(26)} ${result.time}`)
  return result
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"))
  } catch {
    return undefined
  }
}

/** Skipped is failed: a test that did not run has shown nothing. */
export function readVitest(report, code) {
  if (!report) return { passed: 0, failed: 1 }
  const passed = report.numPassedTests
  const failed = report.numTotalTests - passed
  // A file that cannot be loaded has no tests to fail; an error outside of tests fails the run alone.
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  )
  const sum = failed + broken.length
  return { passed, failed: sum === 0 && (code !== 0 || passed === 0) ? 1 : sum }
}

export function readPlaywright(report, code) {
  if (!report) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky, skipped } = report.stats
  const sum = unexpected + flaky + skipped
  return { passed: expected, failed: sum === 0 && (code !== 0 || expected === 0) ? 1 : sum }
}
