import type { Environment } from "../../../environments/schema/environment.ts";
import { decideCiTrust, type CiTrust } from "./ci-trust.ts";
import { decideSpending } from "../cost-modes.ts";
import type { Issue } from "../errors.ts";
import { keyRotationDays } from "../rights/keys.ts";

/** Earlier versions of a state that are kept however old they are, where a cloud can count. */
export const leastStateVersions = 10;

/** What an account is prepared with. */
export interface BootstrapPlan {
  /** Where state and its keys are: never the region of the platform. */
  readonly stateRegion: string;
  /** Days for which an earlier version of a state is kept after it was replaced. */
  readonly keepVersionDays: number;
  readonly rotationDays: number;
  /** Days for which it is known who read and wrote state, where the account's own log doesn't say it. */
  readonly logDays: number;
  /** Absent where people alone bring up. */
  readonly trust: CiTrust | undefined;
}

/** What the account of an environment needs before the platform. Undefined where it is prepared in another way. */
export function decideBootstrap(environment: Environment): BootstrapPlan | undefined {
  const { bootstrap } = environment;
  if (bootstrap === undefined) return undefined;
  const { stateRegion, keepVersionDays, ci } = bootstrap;
  const trust = ci === undefined ? undefined : decideCiTrust(ci);
  const { logDays } = decideSpending(environment);
  return { stateRegion, keepVersionDays, rotationDays: keyRotationDays, logDays, trust };
}

/** A region as a cloud knows it. */
export interface RegionWords {
  /** Of the platform. */
  readonly primary: string;
  readonly isRegion: (text: string) => boolean;
  /** One to write instead. */
  readonly example: string;
}

/** What is wrong with the region of the state on a cloud. */
export function checkStateRegion(
  { bootstrap }: Pick<Environment, "bootstrap">,
  { primary, isRegion, example }: RegionWords,
): Issue[] {
  if (bootstrap === undefined) return [];
  const { stateRegion: value } = bootstrap;
  const path = "bootstrap.stateRegion";
  if (value === primary) {
    const rule = "is the region of the platform: the loss of one would take the other's state with it";
    return [{ path, value, rule, wayOut: `write another region, e.g. ${example}` }];
  }
  if (isRegion(value)) return [];
  return [{ path, value, rule: "isn't a region of this cloud", wayOut: `write one such as ${example}` }];
}

/** A name that a cloud makes for the account's own things. */
export interface OwnName {
  /** What is added to the environment's name, with what a provider adds to that. */
  readonly added: number;
  readonly limit: number;
}

/** What is too long for a cloud among the names of the account's own things. */
export function checkBootstrapNames(
  { name, bootstrap }: Pick<Environment, "name" | "bootstrap">,
  names: readonly OwnName[],
): Issue[] {
  if (bootstrap === undefined) return [];
  const room = Math.min(...names.map(({ added, limit }) => limit - added));
  if (name.length <= room) return [];
  const rule = `is an environment with a name of ${name.length} characters, and names of its account's own things have room for ${room}`;
  return [{ path: "bootstrap", value: name, rule, wayOut: `shorten the environment's name by ${name.length - room}` }];
}
