import type { Environment } from "../../environments/schema/environment.ts";
import { exampleAuthority, exampleSurroundings } from "../plan.fixture.ts";
import type { DataStoresArgs } from "./made-store.ts";

/** What stores of an environment are made with in tests: no operators and no places for backups unless they are given. */
export function exampleStoresArgs(environment: Environment, more: Partial<DataStoresArgs> = {}): DataStoresArgs {
  return {
    environment,
    surroundings: exampleSurroundings(),
    namespace: "landbridge-data",
    operators: {},
    authority: exampleAuthority(),
    ...more,
  };
}
