import type { TestCase, TestModule } from "vitest/node";
import type { Reporter } from "vitest/reporters";

/** Names every skipped test with its reason, then prints the totals in one plain line. */
export class SkippedTestsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => test.result().state === "skipped");
    for (const [reason, names] of groupByReason(skipped)) {
      console.log(`\nSkipped (${reason}):`);
      for (const name of names) console.log(`  - ${name}`);
    }
    const failed = tests.filter((test) => test.result().state === "failed").length;
    const passed = tests.length - failed - skipped.length;
    console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  }
}

function groupByReason(tests: readonly TestCase[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const test of tests) {
    const result = test.result();
    const reason = (result.state === "skipped" && result.note) || "no reason given";
    groups.set(reason, [...(groups.get(reason) ?? []), `${test.project.name}: ${test.fullName}`]);
  }
  return groups;
}
