import type { Environment } from "../../../../environments/schema/environment.ts";
import { decideCiChecks } from "../../../kit/account/ci-checks.ts";
import { ciPurposes } from "../../../kit/account/ci-trust.ts";
import {
  isMissing,
  isThere,
  ofJson,
  roomFor,
  thereIf,
  thereIfAll,
  type CloudCheck,
  type Demand,
} from "../../../kit/account/cloud-checks.ts";
import { cpusOf, decideDemand } from "../../../kit/workloads/demand.ts";
import { decideDelegationChecks } from "../../../kit/edge/zone-checks.ts";
import { ciIdentityName, stateAccountName } from "./bootstrap-names.ts";
import { decideVmSize } from "../cluster/machine-types.ts";
import { dashedPrefix } from "../names.ts";
import { systemPoolNodes } from "../cluster/node-pool-names.ts";
import { resourceProviders } from "./resource-providers.ts";
import type { AzureSettings } from "../settings.ts";

type AzureEnvironment = Environment<AzureSettings>;

/** What a subscription should have before the platform, asked by the Azure CLI. https://learn.microsoft.com/cli/azure/reference-index */
export function azureBootstrapChecks(environment: AzureEnvironment): CloudCheck[] {
  const { cloud, edge } = environment;
  const within = ["--subscription", cloud.subscription, "--output", "json"] as const;
  return [
    {
      what: `login to the subscription ${cloud.subscription}`,
      command: ["az", "account", "show", ...within],
      expect: subscriptionIs(cloud),
      wayOut: `az login --tenant ${cloud.tenant} && az account set --subscription ${cloud.subscription}`,
    },
    {
      what: "services of the platform",
      command: ["az", "provider", "list", "--query", "[?registrationState=='Registered'].namespace", ...within],
      expect: namesAreThere(resourceProviders),
      wayOut: `az provider register --subscription ${cloud.subscription} --wait --namespace NAME, for each of them`,
    },
    {
      what: "encryption at the host",
      command: ["az", "feature", "show", "--namespace", "Microsoft.Compute", "--name", "EncryptionAtHost", ...within],
      expect: featureIsOn,
      wayOut: `az feature register --subscription ${cloud.subscription} --namespace Microsoft.Compute --name EncryptionAtHost`,
    },
    ...(environment.bootstrap === undefined ? [] : ownChecks(environment, within)),
    {
      what: `quotas in ${cloud.regions.primary}`,
      command: ["az", "vm", "list-usage", "--location", cloud.regions.primary, ...within],
      expect: quotasAreEnough(quotaDemands(environment)),
      wayOut: "ask for more: https://portal.azure.com/#view/Microsoft_Azure_Capacity/QuotaMenuBlade/~/myQuotas",
    },
    ...(edge?.dns.placement === "managed" ? [zoneCheck(environment, edge.domain, within)] : []),
    ...decideDelegationChecks(environment, /^ns[0-9]-[0-9]+\.azure-dns\.(?:com|net|org|info)$/),
    ...decideCiChecks(environment),
  ];
}

/** https://learn.microsoft.com/cli/azure/account#az-account-show */
export function subscriptionIs({ subscription, tenant }: AzureSettings): CloudCheck["expect"] {
  return ofJson((printed) => {
    const [id, home] = [printed.at("id").text, printed.at("tenantId").text];
    if (id === "") return undefined;
    if (id !== subscription) return isMissing(`the login is of ${id}`);
    return home === tenant ? isThere("logged in") : isMissing(`its tenant is ${home}`);
  });
}

/** A list of names, as `--query` makes it. https://learn.microsoft.com/cli/azure/provider#az-provider-list */
export function namesAreThere(wanted: readonly string[]): CloudCheck["expect"] {
  return ofJson(({ list }) => {
    const seen = list?.map(({ text }) => text.toLowerCase());
    return (
      seen &&
      thereIfAll(
        wanted.map((one) => one.toLowerCase()),
        seen,
      )
    );
  });
}

/** https://learn.microsoft.com/cli/azure/feature#az-feature-show */
export const featureIsOn = ofJson((printed) => {
  const state = printed.at("properties", "state").text;
  return state === "" ? undefined : state === "Registered" ? isThere("on") : isMissing(state);
});

/** What the stack `<environment>.bootstrap` makes, and what its identities still lack. */
function ownChecks({ name, cloud, bootstrap }: AzureEnvironment, within: readonly string[]): CloudCheck[] {
  const region = bootstrap?.stateRegion ?? "";
  const wayOut = `npx pulumi up --stack ${name}.bootstrap`;
  const up = ciIdentityName(name, "up");
  const own: CloudCheck[] = [
    {
      what: `account for state in ${region}`,
      command: ["az", "storage", "account", "list", ...within],
      expect: stateAccountIsThere(stateAccountName(name, cloud), region),
      wayOut,
    },
    {
      what: "key for the secrets in it",
      command: ["az", "keyvault", "list", "--query", "[].name", ...within],
      // A vault's name is cut so short that the key's own is gone; both vaults of the stack begin alike.
      expect: nameBegins(dashedPrefix(`${name}-bootstrap`, vaultPrefix)),
      wayOut,
    },
  ];
  if (bootstrap?.ci === undefined) return own;
  return [
    ...own,
    {
      what: "identities of pipelines",
      command: ["az", "identity", "list", "--query", "[].name", ...within],
      expect: namesAreThere(ciPurposes.map((purpose) => ciIdentityName(name, purpose))),
      wayOut,
    },
    {
      what: "administrator of the cluster",
      command: [
        "az",
        "ad",
        "group",
        "member",
        "list",
        "--group",
        cloud.administrators,
        "--query",
        "[].displayName",
        "--output",
        "json",
      ],
      expect: namesAreThere([up]),
      wayOut: `az ad group member add --group ${cloud.administrators} --member-id $(az identity list --query "[?name=='${up}'].principalId" --output tsv)`,
    },
  ];
}

/** Characters of a vault's name before its random digits. */
const vaultPrefix = 16;

/** A list of names, as `--query` makes it. */
export function nameBegins(prefix: string): CloudCheck["expect"] {
  return ofJson(({ list }) => {
    const names = list?.map(({ text }) => text);
    return (
      names &&
      thereIf(
        names.find((one) => one.startsWith(prefix)),
        `none named ${prefix}…`,
      )
    );
  });
}

/** https://learn.microsoft.com/cli/azure/storage/account#az-storage-account-list */
export function stateAccountIsThere(account: string, region: string): CloudCheck["expect"] {
  return ofJson(({ list }) => {
    if (list === undefined) return undefined;
    const found = list.find((one) => one.at("name").text === account);
    if (found === undefined) return isMissing(`no ${account}`);
    const location = found.at("location").text;
    if (location !== region) return isMissing(`${account} is in ${location}`);
    const source = found.at("encryption", "keySource").text;
    return source === "Microsoft.Keyvault" ? isThere(account) : isMissing(`${account} has no key of yours`);
  });
}

/** CPUs by family, of the region, and those of Spot nodes, which have a quota of their own. https://learn.microsoft.com/azure/quotas/per-vm-quota-requests */
export function quotaDemands(environment: AzureEnvironment): Demand[] {
  const { pools } = decideDemand(environment);
  const onDemand = pools.filter(({ spot }) => !spot);
  const spot = pools.filter((pool) => pool.spot);
  const cpuOf = ({ capacity }: (typeof pools)[number]): number => decideVmSize(capacity).cpu;
  // Azure's own pool comes besides; see `systemPool`.
  const families = new Map([[familyOf(systemSize), systemCpus]]);
  for (const pool of onDemand) {
    const family = familyOf(decideVmSize(pool.capacity).name);
    families.set(family, (families.get(family) ?? 0) + cpusOf([pool], cpuOf));
  }
  return [
    { quota: "cores", needed: cpusOf(onDemand, cpuOf) + systemCpus },
    ...[...families].sort(([a], [b]) => (a < b ? -1 : 1)).map(([quota, needed]) => ({ quota, needed })),
    ...(spot.length > 0 ? [{ quota: "lowPriorityCores", needed: cpusOf(spot, cpuOf) }] : []),
  ];
}

const systemSize = "Standard_D4s_v5";
const systemCpus = systemPoolNodes * 4;

/** E.g. standardDSv5Family for Standard_D4s_v5. */
export function familyOf(size: string): string {
  const [, letter = "", version = ""] = /^Standard_([A-Z])\d+s_(v\d)$/.exec(size) ?? [];
  return `standard${letter}S${version}Family`;
}

/** https://learn.microsoft.com/cli/azure/vm#az-vm-list-usage */
export function quotasAreEnough(demands: readonly Demand[]): CloudCheck["expect"] {
  return ofJson(
    ({ list }) =>
      list &&
      roomFor(demands, (quota) => {
        const found = list.find((one) => one.at("name", "value").text === quota);
        return found && { limit: found.at("limit").number, used: found.at("currentValue").number };
      }),
  );
}

function zoneCheck({ name }: AzureEnvironment, domain: string, within: readonly string[]): CloudCheck {
  return {
    what: `zone of ${domain}`,
    command: ["az", "network", "dns", "zone", "list", ...within],
    expect: zoneIsThere(domain),
    wayOut: `npx pulumi up --stack ${name}.cloud makes it`,
  };
}

/** https://learn.microsoft.com/cli/azure/network/dns/zone#az-network-dns-zone-list */
export function zoneIsThere(domain: string): CloudCheck["expect"] {
  return ofJson(({ list }) => {
    const servers = list?.find((one) => one.at("name").text === domain)?.at("nameServers").list;
    return list && thereIf(servers?.map(({ text }) => text).join(", "), "none");
  });
}
