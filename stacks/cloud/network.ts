import type { IngressAddress, Network } from "../../components/cloud.ts";
import { decideAddresses } from "../../components/kit/network/addresses.ts";
import { decideDoors } from "../../components/kit/network/doors.ts";
import { decideSpending } from "../../components/kit/cost-modes.ts";
import { decidePeerBlocks } from "../../components/kit/network/peers.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** The private network, or the one that exists already. */
export function createNetwork({ name, environment, cloud, opts }: Place, { keys }: { readonly keys: Keys }): Network {
  const { nat, privateDoors, logDays, flowLogShare } = decideSpending(environment);
  const spec = {
    nat,
    privateDoors,
    logDays,
    flowLogShare,
    key: keys.get("platform"),
    addresses: decideAddresses(environment.network.cidr),
    adopt: environment.network.adopt,
    peers: decidePeerBlocks(environment),
    doors: decideDoors(environment),
    tags: decideTags(environment),
    protect: environment.protect,
  };
  return cloud.network(`${name}-network`, spec, opts);
}

/** The fixed public addresses of the gateway, where it is wished for. */
export function createIngressAddress({ name, environment, cloud, opts }: Place): IngressAddress | undefined {
  if (environment.ingress.address === "none") return undefined;
  return cloud.ingressAddress(`${name}-ingress-address`, { tags: decideTags(environment) }, opts);
}
