import { execFileSync } from "node:child_process";

/** Follows the resident memory of this process and everything below it. */
export function watchMemory(intervalMs = 1000): { stop(): number } {
  let peak = 0;
  const sample = () => {
    const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" })
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/).map(Number));
    const family = new Set([process.pid]);
    // Children have larger numbers than their parents only by habit, so look until nothing is new.
    for (let size = 0; size < family.size; ) {
      size = family.size;
      for (const [pid = 0, parent = 0] of rows) if (family.has(parent)) family.add(pid);
    }
    const kilobytes = rows.reduce((sum, [pid = 0, , resident = 0]) => sum + (family.has(pid) ? resident : 0), 0);
    peak = Math.max(peak, kilobytes / 1024);
  };
  const timer = setInterval(sample, intervalMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      return Math.round(peak);
    },
  };
}
