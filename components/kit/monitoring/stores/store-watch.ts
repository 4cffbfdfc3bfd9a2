import type { Alert } from "../alert.ts";
import type { Panel } from "../dashboard.ts";

/** What is watched of a store: what is wrong with it, and what people look at. */
export interface StoreWatch {
  readonly alerts: readonly Alert[];
  readonly panels: readonly Panel[];
}
