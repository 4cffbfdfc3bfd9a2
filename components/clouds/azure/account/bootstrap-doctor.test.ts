import { describe, expect, it } from "vitest";
import {
  azureBootstrapChecks,
  familyOf,
  featureIsOn,
  nameBegins,
  namesAreThere,
  quotaDemands,
  quotasAreEnough,
  stateAccountIsThere,
  subscriptionIs,
  zoneIsThere,
} from "./bootstrap-doctor.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { nodeSizes } from "../cluster/machine-types.ts";

const ci = { issuer: "github", repository: "shop/platform", branch: "main", environment: "production" } as const;
const { cloud } = azureEnvironment();
const verdict = (judge: (text: string) => { verdict: string }, printed: unknown): string =>
  judge(JSON.stringify(printed)).verdict;
const account = (change: object) => ({
  name: "shop1",
  location: "northeurope",
  encryption: { keySource: "Microsoft.Keyvault" },
  ...change,
});

describe("checks of a subscription", () => {
  it("only read", () => {
    const commands = azureBootstrapChecks(azureEnvironment({ bootstrap: { stateRegion: "northeurope", ci } }))
      .map(({ command }) => command)
      .filter(([program]) => program === "az");
    expect(commands.length).toBe(8);
    for (const command of commands)
      expect(command.some((word) => ["list", "show", "list-usage"].includes(word))).toBe(true);
  });

  // The pages say what each command prints; the samples are cut to what is read.
  it.each([
    // https://learn.microsoft.com/cli/azure/account#az-account-show
    ["the login", subscriptionIs(cloud), { id: cloud.subscription, tenantId: cloud.tenant, state: "Enabled" }, "ok"],
    ["another subscription", subscriptionIs(cloud), { id: "x", tenantId: cloud.tenant }, "missing"],
    ["another tenant", subscriptionIs(cloud), { id: cloud.subscription, tenantId: "x" }, "missing"],
    ["no login", subscriptionIs(cloud), {}, "unknown"],
    // https://learn.microsoft.com/cli/azure/provider#az-provider-list
    ["providers in any case", namesAreThere(["Microsoft.Compute"]), ["microsoft.compute", "Microsoft.Storage"], "ok"],
    ["too few providers", namesAreThere(["Microsoft.Compute"]), ["Microsoft.Storage"], "missing"],
    // https://learn.microsoft.com/cli/azure/feature#az-feature-show
    [
      "a feature",
      featureIsOn,
      { name: "Microsoft.Compute/EncryptionAtHost", properties: { state: "Registered" } },
      "ok",
    ],
    ["a feature that is off", featureIsOn, { properties: { state: "NotRegistered" } }, "missing"],
    // https://learn.microsoft.com/cli/azure/storage/account#az-storage-account-list
    ["an account", stateAccountIsThere("shop1", "northeurope"), [account({})], "ok"],
    [
      "an account elsewhere",
      stateAccountIsThere("shop1", "northeurope"),
      [account({ location: "westeurope" })],
      "missing",
    ],
    [
      "an account under Microsoft's key",
      stateAccountIsThere("shop1", "northeurope"),
      [account({ encryption: { keySource: "Microsoft.Storage" } })],
      "missing",
    ],
    ["another account", stateAccountIsThere("shop2", "northeurope"), [account({})], "missing"],
    ["a vault", nameBegins("shop-"), ["shop-1a2b3c4d"], "ok"],
    ["other vaults", nameBegins("shop-"), ["other"], "missing"],
    // https://learn.microsoft.com/cli/azure/vm#az-vm-list-usage
    [
      "quotas, whose numbers are texts",
      quotasAreEnough([{ quota: "cores", needed: 6 }]),
      [usage("cores", "4", "10")],
      "ok",
    ],
    ["quotas without room", quotasAreEnough([{ quota: "cores", needed: 7 }]), [usage("cores", "4", "10")], "missing"],
    // https://learn.microsoft.com/cli/azure/network/dns/zone#az-network-dns-zone-list
    ["a zone", zoneIsThere("a.org"), [{ name: "a.org", nameServers: ["ns1-01.azure-dns.com."] }], "ok"],
    ["another zone", zoneIsThere("a.org"), [{ name: "b.org", nameServers: [] }], "missing"],
  ])("judge %s", (_, judge, printed, expected) => {
    expect(verdict(judge, printed)).toBe(expected);
  });

  it("need room for all pools at their largest and for Azure's own, by family and for Spot apart", () => {
    const environment = azureEnvironment({
      cluster: {
        access: { mode: "private-runner" },
        pools: {
          general: { size: "medium", max: 10 },
          data: { size: "memory-large", max: 3, purpose: "data" },
          batch: { size: "large", max: 2, spot: true, purpose: "batch" },
        },
      },
      stores: {},
      domains: {},
    });
    expect(quotaDemands(environment)).toEqual([
      { quota: "cores", needed: 40 + 24 + 24 },
      { quota: "standardDSv5Family", needed: 40 + 24 },
      { quota: "standardESv5Family", needed: 24 },
      { quota: "lowPriorityCores", needed: 16 },
    ]);
  });

  it("know the family of every size that nodes have", () => {
    expect([...new Set(nodeSizes.map(({ name }) => familyOf(name)))]).toEqual([
      "standardDSv5Family",
      "standardESv5Family",
    ]);
  });
});

function usage(value: string, currentValue: string, limit: string) {
  return {
    currentValue,
    limit,
    localName: "Total Regional vCPUs",
    name: { localizedValue: "Total Regional vCPUs", value },
  };
}
