import type { CloudSettings, Environment } from "../../environments/schema/environment.ts";
import type { Cloud } from "../cloud.ts";
import type { Issue } from "../kit/errors.ts";
import type { Capabilities } from "./capabilities.ts";
import type { ClusterFacts } from "./cluster.ts";

/** What the table of clouds holds about each: small and free of SDKs, so that reading it costs nothing. */
export interface CloudEntry<S extends CloudSettings> {
  readonly capabilities: Capabilities;
  /**
   * Properties inside of objects that only this cloud gives, by resource type, e.g. a certificate in a block that is
   * half input. A plan puts placeholders there; what an SDK declares as an output of its own needs no entry.
   */
  readonly computed: Readonly<Record<string, readonly string[]>>;
  /** Rules of this cloud that neither the schema nor a capability can say, e.g. address blocks that it reserves. */
  check(environment: Environment<S>): readonly Issue[];
  /** What is known of the environment's cluster without asking. */
  cluster(environment: Environment<S>): ClusterFacts;
  /** Imports the cloud's SDK and opens it. */
  open(environment: Environment<S>): Promise<Cloud>;
  /** What to log in to and how, one line each, for `landbridge init` and `doctor`. */
  login(settings: S): readonly LoginStep[];
}

/** One thing to be logged in to before `pulumi up`, and the command that does it. */
export interface LoginStep {
  readonly what: string;
  readonly command: string;
}
