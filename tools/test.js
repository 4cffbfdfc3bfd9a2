// Everything that has to hold: format, lint, types, tests, in the order in which a mistake is cheapest to find. Stops at
// the first that fails. Ends with one plain line of counts, taken from the test runner's own report.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const report = join("node_modules", ".cache", "landbridge-tests.json");

step("format", "prettier", ["--check", "--log-level=warn", "."]);
step("lint", "eslint", ["--cache", "--cache-strategy=content", "--cache-location=node_modules/.cache/eslint/", "."]);
step("types", "tsc", ["-p", "."]);
process.exitCode = tests(process.argv.slice(2));

function step(name, command, args) {
  const started = performance.now();
  const { status } = run(command, args);
  if (status !== 0) {
    console.error(`${name}: failed; run \`npx ${command}${name === "format" ? " --write" : ""} .\` to see or mend it`);
    process.exit(1);
  }
  console.log(`${name}: ok (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

function tests(filters) {
  mkdirSync(join("node_modules", ".cache"), { recursive: true });
  rmSync(report, { force: true });
  const { status } = run("vitest", [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${report}`,
    ...filters,
  ]);
  const counts = readCounts();
  console.log(
    `${counts.passed} passed, ${counts.failed} failed${counts.skipped === 0 ? "" : `, ${counts.skipped} skipped`}`,
  );
  return status === 0 && counts.passed > 0 ? 0 : 1;
}

// A test file that can't be loaded has no tests to count, so it counts as one failure.
function readCounts() {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, "utf8"),
  );
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloadable.length,
    skipped: numPendingTests + numTodoTests,
  };
}

function run(command, args) {
  return spawnSync(command, args, { stdio: "inherit", shell: process.platform === "win32" });
}
