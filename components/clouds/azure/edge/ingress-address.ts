import { PublicIPAddress, type PublicIPAddressArgs } from "@pulumi/azure-native/network/publicIPAddress.js";
import { all, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { IngressAddress, IngressAddressSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { grant, type Identities } from "../rights/identity.ts";
import { nameLimits } from "../names.ts";
import { zones } from "../regions.ts";
import type { ResourceGroup } from "../account/resource-group.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What a caller may change on the children below. */
export interface AzureIngressAddressTransforms {
  readonly address?: Transform<PublicIPAddressArgs>;
}

/** What an address is made from. */
export interface AzureIngressAddressArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly spec: IngressAddressSpec;
  readonly settings: AzureSettings;
  readonly transforms?: AzureIngressAddressTransforms | undefined;
}

/**
 * A public IPv4 address over all zones, for the load balancer of a Kubernetes Service. It lies in the environment's group
 * and not in the nodes', which goes with the cluster: so the cluster is allowed to use addresses there, and the Service
 * names the group. https://learn.microsoft.com/azure/aks/static-ip
 */
export class AzureIngressAddress extends Component implements IngressAddress {
  static readonly type = "landbridge:azure:IngressAddress";
  readonly addresses: Output<string[]>;
  readonly serviceAnnotations: Output<Record<string, string>>;

  constructor(name: string, args: AzureIngressAddressArgs, opts: ComponentResourceOptions) {
    const { group, identities, settings, transforms } = args;
    super(AzureIngressAddress.type, name, {}, opts);
    const address = new PublicIPAddress(
      autoNamed(`${name}-ip`, nameLimits.networkPart),
      transformed(transforms?.address, addressArgs(args, group.name(opts))),
      { parent: this },
    );
    const principal = identities.of("cluster", opts).principalId;
    grant(`${name}-cluster`, { role: "network-contributor", principal, scope: group.id(opts) }, settings, {
      parent: this,
    });
    // Azure gives it with the resource, since it is static.
    this.addresses = address.ipAddress.apply((given) => (given === undefined ? [] : [given]));
    this.serviceAnnotations = all([group.name(opts), address.name]).apply(loadBalancerAnnotations);
    this.registerOutputs({ addresses: this.addresses });
  }
}

function addressArgs({ spec, settings }: AzureIngressAddressArgs, resourceGroupName: Output<string>) {
  return {
    resourceGroupName,
    location: settings.regions.primary,
    // Of the load balancers that AKS makes; they take no StandardV2.
    sku: { name: "Standard", tier: "Regional" },
    zones: [...zones],
    publicIPAllocationMethod: "Static",
    publicIPAddressVersion: "IPv4",
    tags: tagsOf(spec.tags),
  } satisfies PublicIPAddressArgs;
}

/** https://learn.microsoft.com/azure/aks/static-ip#create-a-service-using-the-static-ip-address */
function loadBalancerAnnotations([group, address]: [string, string]): Record<string, string> {
  return {
    "service.beta.kubernetes.io/azure-load-balancer-resource-group": group,
    "service.beta.kubernetes.io/azure-pip-name": address,
  };
}
