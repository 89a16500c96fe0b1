// Adds up what the runners themselves wrote down: jest's --json files, and lines "N passed, M failed" of others.
// usage: count.mjs FILE...
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** `{ passed, failed, skipped }` of one runner's result. @throws Error when it reports nothing that can be counted */
export function countOf(name, text) {
  if (name.endsWith(".json")) {
    const result = JSON.parse(text);
    return {
      passed: result.numPassedTests,
      // A suite that cannot even start has no tests to fail.
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  }
  const found = [...text.matchAll(/^(?:\w+: )?(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)].at(-1);
  if (found === undefined) throw new Error(`${name} has no line "N passed, M failed"`);
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) };
}

export function sum(counts) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const count of counts) for (const key of Object.keys(total)) total[key] += count[key];
  return total;
}

export const line = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const total = sum(process.argv.slice(2).map((name) => countOf(name, readFileSync(name, "utf8"))));
  console.log(line(total));
  // No test at all proves nothing.
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}
