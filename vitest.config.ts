import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SkippedTestsReporter } from "./tooling/skipped-tests-reporter.js";

const conditions = ["@opora/source"];

export default defineConfig({
  test: {
    // Most of the time is spent waiting for disks, servers and processes, so every core has a file at work.
    maxWorkers: Math.max(2, availableParallelism()),
    reporters: ["default", new SkippedTestsReporter()],
    projects: [
      "packages/core",
      "packages/gost",
      "packages/sql",
      "packages/gis-sdk",
      "packages/processing-sdk",
      "reference-server",
    ].map((root) => ({
      root,
      resolve: { conditions },
      ssr: { resolve: { conditions } },
      test: {
        name: root.replace("packages/", ""),
        include: ["test/**/*.test.ts"],
        pool: "threads" as const,
        isolate: false,
        testTimeout: 60_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
