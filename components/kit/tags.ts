import type { Environment } from "../../environments/schema/environment.ts";
import type { DataClass } from "../../environments/schema/names.ts";

/** What everything carries, in words that every cloud's tags and labels allow (a-z, 0-9 and -, at most 63). */
export interface Tags {
  readonly environment: string;
  readonly system: string;
  readonly tier: string;
  readonly owner: string;
  readonly "cost-centre": string;
  readonly "managed-by": "landbridge";
  readonly "data-class"?: DataClass;
}

/** The tags of an environment's resources; `dataClass` where a resource holds data. */
export function decideTags(environment: Environment, dataClass?: DataClass): Tags {
  return {
    environment: environment.name,
    system: environment.system,
    tier: environment.tier,
    owner: environment.owner,
    "cost-centre": environment.costCentre,
    "managed-by": "landbridge",
    ...(dataClass === undefined ? {} : { "data-class": dataClass }),
  };
}

/** Tags as one text, `key=value` with commas between, in order. Ours have neither commas nor equals signs. */
export function tagText(tags: Tags): string {
  return Object.entries(tags)
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort()
    .join(",");
}
