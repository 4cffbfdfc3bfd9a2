import type { MaintenanceWish, NodePoolWish } from "../../environments/schema/cluster.ts";
import type { ClusterSpec, KeySpec } from "../cloud.ts";
import { decideNodePools } from "../kit/cluster/node-pools.ts";
import { decideAddresses } from "../kit/network/addresses.ts";
import { byTagsAndKey, eachOf, otherTags, type Asked, type Others } from "./asked.contract.ts";
import { wishes, type Build } from "./kit.contract.ts";

/** Fields of a key. */
export const key: Asked<KeySpec> = {
  dataClass: byTagsAndKey,
  users: { users: (kit) => kit.key({ users: ["cluster"] }) },
  region: { region: (kit) => kit.key({ region: "secondary" }) },
  rotationDays: { rotationDays: (kit) => kit.key({ rotationDays: 180 }) },
  tags: { tags: (kit) => kit.key({ tags: otherTags }) },
  protect: { protect: (kit) => kit.key({ protect: false }) },
};

const otherPools: Others<NodePoolWish> = {
  size: { size: "large" },
  min: { min: 4 },
  max: { max: 9 },
  purpose: { purpose: "data" },
  spot: { spot: true },
  diskGiB: { diskGiB: 50 },
};

const allowing =
  (cidr: string): Build =>
  (kit) =>
    kit.cluster({ access: { mode: "allow-list", cidrs: [cidr] } });
const inMode =
  (mode: "cloud-endpoint" | "private-runner"): Build =>
  (kit) =>
    kit.cluster({ access: { mode } });

const atAddresses =
  (block: string): Build =>
  (kit) =>
    kit.cluster({ access: { mode: "private-runner" }, addresses: decideAddresses(block) });

const maintained =
  (change: Partial<MaintenanceWish>): Build =>
  (kit) =>
    kit.cluster({ maintenance: { ...wishes.maintenance, ...change } });

/** Fields of a cluster. */
export const cluster: Asked<ClusterSpec> = {
  kubernetes: { kubernetes: (kit) => kit.cluster({ kubernetes: "1.36" }) },
  access: {
    "access.cloud-endpoint": [inMode("private-runner"), inMode("cloud-endpoint")],
    "access.private-runner": [inMode("cloud-endpoint"), inMode("private-runner")],
    "access.allow-list": [inMode("cloud-endpoint"), allowing("203.0.113.0/24")],
    // For a cloud without an endpoint of its own in front of the API server.
    "access.private-runner.or-allow-list": [allowing("203.0.113.0/24"), inMode("private-runner")],
    "access.allow-list.cidrs": [allowing("203.0.113.0/24"), allowing("198.51.100.0/24")],
  },
  pools: eachOf("pools", otherPools, (other) => (kit) => {
    return kit.cluster({ pools: decideNodePools({ general: { ...wishes.pool, ...other } }) });
  }),
  autoProvision: { autoProvision: (kit) => kit.cluster({ autoProvision: { cpu: 200, memoryGiB: 800 } }) },
  maintenance: {
    "maintenance.days": maintained({ days: ["tuesday"] }),
    "maintenance.hour": maintained({ hour: 22 }),
    "maintenance.hours": maintained({ hours: 12 }),
  },
  patches: { patches: (kit) => kit.cluster({ patches: "early" }) },
  auditLogDays: { auditLogDays: (kit) => kit.cluster({ auditLogDays: 365 }) },
  controlPlanePromise: { controlPlanePromise: (kit) => kit.cluster({ controlPlanePromise: false }) },
  standby: { standby: (kit) => kit.cluster({ standby: false }) },
  // Who filters by the network's own block needs it where there is a way in.
  addresses: { addresses: [inMode("private-runner"), atAddresses("10.64.0.0/14")] },
  network: { network: (kit) => kit.cluster({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.cluster({ key: false }) },
  tags: { tags: (kit) => kit.cluster({ tags: otherTags }) },
  protect: { protect: (kit) => kit.cluster({ protect: false }) },
};
