import type { ChartEntry } from "./catalogue.ts";
import { cloudnativePg } from "./cloudnative-pg.ts";
import { redisOperator } from "./redis-operator.ts";
import { strimzi } from "./strimzi.ts";

/** The operator of each kind of in-cluster store. */
export const storeCharts: Readonly<Record<"postgres" | "kafka" | "redis", ChartEntry>> = {
  kafka: strimzi,
  postgres: cloudnativePg,
  redis: redisOperator,
};

/** Every chart of the kit, in order of name. */
export const charts: readonly ChartEntry[] = [cloudnativePg, redisOperator, strimzi];
