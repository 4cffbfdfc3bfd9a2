import { ComponentResource } from "@pulumi/pulumi";
import { planProgram, type HostOptions } from "../../plan/host.ts";
import type { PlannedResource } from "../../plan/planned-resource.ts";
import type { Capabilities, CapabilityName, Cloud, ClusterFacts, Moot, NodeProvisioner } from "../cloud.ts";
import { kitOf, type Build } from "./kit.contract.ts";
import type { OthersNames } from "./network/peering-kit.contract.ts";

/** A cloud under test: how it is opened, and what its row in the table of clouds says. */
export interface ContractSubject {
  readonly name: string;
  readonly facts: ClusterFacts;
  /** What its facts say of nodes where the environment wishes for `autoProvision`. */
  readonly provisioner?: NodeProvisioner | undefined;
  readonly capabilities: Capabilities;
  readonly computed: Readonly<Record<string, readonly string[]>>;
  readonly moot?: Moot | undefined;
  /** Two regions of the cloud besides the environment's own. - default: names that a cloud takes without looking. */
  readonly stateRegions?: readonly [string, string] | undefined;
  /** Networks of other environments as this cloud names them. - default: names that a cloud takes without looking. */
  readonly others?: OthersNames | undefined;
  open(): Promise<Cloud>;
}

/** Whether a cloud says that it can. */
export type Can = (name: CapabilityName) => boolean;

/** What a build registered on a cloud, and the value that it came to. The value never comes where all is unknown. */
export async function run(subject: Omit<ContractSubject, "facts" | "name">, build: Build, stand: HostOptions = {}) {
  let value: Promise<unknown> = Promise.resolve();
  const { resources } = await planProgram(
    async () => {
      const cloud = await subject.open();
      const providers = cloud.providers("shop", {});
      const root = new ComponentResource("landbridge:contract:Root", "shop", {}, { providers });
      const built = build(kitOf(cloud, { parent: root }, subject.stateRegions, subject.others));
      value = new Promise((resolve) => {
        built.apply(resolve);
      });
    },
    { stack: "contract", nested: subject.computed, ...stand },
  );
  return { resources, value };
}

/** What a cloud would make: no components, no providers, nothing that is only read. */
export function made(resources: readonly PlannedResource[], prefix = ""): PlannedResource[] {
  return resources.filter(
    ({ custom, type, name, importId }) =>
      custom && importId === undefined && !type.startsWith("pulumi:providers:") && name.startsWith(prefix),
  );
}
