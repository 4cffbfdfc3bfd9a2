import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.ts"],
    exclude: ["node_modules/**", "dist/**", ".landbridge/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One program at a time in a process: the SDK keeps its settings in one place.
    pool: "forks",
    maxWorkers: 2,
    // Files of one process share modules, whose loading was half of the time. What a test puts in place of something is put back after it.
    isolate: false,
    restoreMocks: true,
  },
});
