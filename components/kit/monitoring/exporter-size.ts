import type { Capacity } from "../sizes.ts";

/** What a program that reads a store's numbers, and does nothing else, requests. */
export const exporterSize: Capacity = { cpu: 0.02, memoryGiB: 0.125 };
