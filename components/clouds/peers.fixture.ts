import { all, ComponentResource, type Input } from "@pulumi/pulumi";
import { z } from "zod";
import type { Environment } from "../../environments/schema/environment.ts";
import { planProgram } from "../../plan/host.ts";
import type { PlannedResource } from "../../plan/planned-resource.ts";
import { createNetwork } from "../../stacks/cloud/network.ts";
import { createPeers } from "../../stacks/cloud/peers.ts";
import type { Cloud } from "../cloud.ts";
import { openAws } from "./aws/cloud.ts";
import { awsEnvironment } from "./aws/environment.fixture.ts";
import { openAzure } from "./azure/cloud.ts";
import { azureEnvironment } from "./azure/environment.fixture.ts";
import { openGcp } from "./gcp/cloud.ts";
import { gcpEnvironment } from "./gcp/environment.fixture.ts";
import { readAwsEnds, readAzureEnds, readGcpEnds, type End, type ReadEnds } from "./peers-ends.fixture.ts";
import { computedProperties, type AnyEnvironment } from "./table.ts";

/** What one side of a pair plans. */
export interface SidePlan {
  readonly resources: readonly PlannedResource[];
  readonly ends: readonly End[];
  /** What the stack puts out for the peer: placeholders. */
  readonly addresses: readonly string[];
}

type Peers = Environment["network"]["peers"];

/** One side of a pair. */
export interface Side {
  readonly environment: string;
  readonly cidr: string;
  /** Addresses that its cloud gave, in the order in which the stack puts them out. */
  readonly given: readonly string[];
  readonly plan: (peers: Peers) => Promise<SidePlan>;
}

/** The value of the secret that both ends share. */
const sharedSecret = "thirty-two-characters-or-more-of-it";

/** Is given each tunnel's key in order, since a plan hides it. */
type See = (key: Input<string | undefined> | undefined) => void;

async function planSide(environment: AnyEnvironment, open: (see: See) => Cloud, readEnds: ReadEnds): Promise<SidePlan> {
  const { name } = environment;
  let keys: readonly string[] = [];
  let addresses: unknown = {};
  const { resources } = await planProgram(
    () => {
      const seen: Input<string | undefined>[] = [];
      const cloud = open((key) => void seen.push(key));
      const parent = new ComponentResource("landbridge:test:Root", name, {}, { providers: cloud.providers(name, {}) });
      const place = { name, environment, cloud, opts: { parent } };
      const vpn = createPeers(place, { network: createNetwork(place, { keys: new Map() }) });
      all(vpn?.addresses ?? {}).apply((known) => {
        addresses = known;
      });
      all(seen).apply((known) => {
        keys = known.map((key) => key ?? "");
      });
    },
    { stack: name, nested: computedProperties(environment), config: { "secrets:link": sharedSecret } },
  );
  const [given = []] = Object.values(z.record(z.string(), z.array(z.string())).parse(addresses));
  return { resources, ends: readEnds(resources, keys), addresses: given };
}

/** Google Cloud. */
export const gcpSide: Side = {
  environment: "shop-gcp",
  cidr: "10.20.0.0/14",
  given: ["203.0.113.1", "203.0.113.2"],
  plan(peers) {
    const environment = gcpEnvironment({ network: { cidr: gcpSide.cidr, peers } }, gcpSide.environment);
    const open = (see: See): Cloud =>
      openGcp(environment, { vpn: { tunnel: (args) => (see(args.sharedSecret), args) } });
    return planSide(environment, open, readGcpEnds);
  },
};

/** AWS. */
export const awsSide: Side = {
  environment: "shop-aws",
  cidr: "10.64.0.0/14",
  given: ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"],
  plan(peers) {
    const environment = awsEnvironment({ network: { cidr: awsSide.cidr, peers } }, awsSide.environment);
    const open = (see: See): Cloud =>
      openAws(environment, {
        vpn: { connection: (args) => (see(args.tunnel1PresharedKey), see(args.tunnel2PresharedKey), args) },
      });
    return planSide(environment, open, readAwsEnds);
  },
};

/** Azure. */
export const azureSide: Side = {
  environment: "shop-azure",
  cidr: "10.128.0.0/14",
  given: ["198.51.100.1", "198.51.100.2"],
  plan(peers) {
    const environment = azureEnvironment({ network: { cidr: azureSide.cidr, peers } }, azureSide.environment);
    const open = (see: See): Cloud =>
      openAzure(environment, { vpn: { connection: (args) => (see(args.sharedKey), args) } });
    return planSide(environment, open, readAzureEnds);
  },
};
