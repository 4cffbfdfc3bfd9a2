import { describe, expect, it } from "vitest";
import { processContext } from "./process-context.ts";

const listeners = () => process.listenerCount("SIGINT") + process.listenerCount("SIGTERM");

describe("work that can be interrupted", () => {
  it("is asked to stop by the first signal and left to Node by the second", async () => {
    const before = listeners();
    const { interruptible } = processContext();
    expect(listeners()).toBe(before);
    await interruptible((signal) => {
      expect(listeners()).toBe(before + 2);
      expect(signal.aborted).toBe(false);
      process.emit("SIGINT");
      expect(signal.aborted).toBe(true);
      expect(listeners()).toBe(before);
      return Promise.resolve();
    });
    expect(listeners()).toBe(before);
  });

  it("leaves no listener behind when it throws", async () => {
    const before = listeners();
    await expect(processContext().interruptible(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(listeners()).toBe(before);
  });
});

describe("the project", () => {
  it("is the nearest folder upwards that holds environments/ and Pulumi.yaml", () => {
    expect(processContext().root).toBe(process.cwd());
  });
});
