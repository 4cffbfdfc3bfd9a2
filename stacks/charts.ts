import type { PinnedChart } from "../charts/catalogue.ts";
import { clusterFacts, type AnyEnvironment } from "../components/clouds/table.ts";
import { neededCharts } from "../components/platform/needed-operators.ts";

/** The charts that an environment's cluster gets, in order of name. */
export function chartsOf(environment: AnyEnvironment): readonly PinnedChart[] {
  return neededCharts(environment, clusterFacts(environment));
}
