import type {
  Cluster,
  DnsZone,
  GrantedThing,
  Network,
  ObjectStore,
  SecretStore,
  WorkloadIdentity,
} from "../../components/cloud.ts";
import { decideTags } from "../../components/kit/tags.ts";
import { decideWorkloadIdentities, grantName, type GrantDecision } from "../../components/kit/workload-identities.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** What identities may be given rights to. */
export interface Grantable {
  readonly cluster: Cluster;
  readonly network: Network;
  readonly keys: Keys;
  readonly buckets: Readonly<Record<string, ObjectStore>>;
  readonly secretStore: SecretStore;
  readonly zone: DnsZone | undefined;
}

/** The identities of workloads by name. */
export function createIdentities(
  { name, environment, cloud, opts }: Place,
  grantable: Grantable,
): Record<string, WorkloadIdentity> {
  return Object.fromEntries(
    decideWorkloadIdentities(environment).map(({ name: identity, namespace, serviceAccount, grants }) => {
      const spec = {
        cluster: grantable.cluster,
        network: grantable.network,
        namespace,
        serviceAccount,
        grants: grants.map((grant) => ({ name: grantName(grant), ...thingOf(grant, grantable) })),
        tags: decideTags(environment),
      };
      return [identity, cloud.workloadIdentity(`${name}-identity-${identity}`, spec, opts)];
    }),
  );
}

function thingOf(grant: GrantDecision, { keys, buckets, secretStore, zone }: Grantable): GrantedThing {
  switch (grant.kind) {
    case "bucket":
      return { ...grant, bucket: there(buckets[grant.bucket], `bucket ${grant.bucket}`) };
    case "secret":
      return { ...grant, secret: there(secretStore.secrets[grant.secret], `secret ${grant.secret}`) };
    case "zone":
      return { ...grant, zone: there(zone, "zone") };
    case "unseal":
      return { ...grant, key: there(keys.get("unseal"), "key that unseals") };
    default:
      return grant satisfies never;
  }
}

// A valid environment on a cloud that can do what it wishes has them all.
function there<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`an identity is to have a right to the ${what}, which isn't made`);
  return thing;
}
