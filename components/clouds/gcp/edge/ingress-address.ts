import { Address, type AddressArgs } from "@pulumi/gcp/compute/address.js";
import { all, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { IngressAddress, IngressAddressSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { autoNamed } from "../../../kit/names.ts";
import { labelsOf } from "../tags.ts";
import { nameLimits } from "../names.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpIngressAddressTransforms {
  readonly address?: Transform<AddressArgs>;
}

/** What an address is made from. */
export interface GcpIngressAddressArgs {
  readonly apis: Apis;
  readonly spec: IngressAddressSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpIngressAddressTransforms | undefined;
}

/** A public IPv4 address in the region, for the load balancer of a Kubernetes Service. */
export class GcpIngressAddress extends Component implements IngressAddress {
  static readonly type = "landbridge:gcp:IngressAddress";
  readonly addresses: Output<string[]>;
  readonly serviceAnnotations: Output<Record<string, string>>;

  constructor(
    name: string,
    { apis, spec, settings, transforms }: GcpIngressAddressArgs,
    opts: ComponentResourceOptions,
  ) {
    super(GcpIngressAddress.type, name, {}, opts);
    const dependsOn = apis.enable(["compute"], opts);
    const args: AddressArgs = {
      region: settings.regions.primary,
      addressType: "EXTERNAL",
      // The tier must be that of the forwarding rule, and GKE makes those in Premium.
      networkTier: "PREMIUM",
      labels: labelsOf(spec.tags),
    };
    const address = new Address(autoNamed(`${name}-ip`, nameLimits.compute), transformed(transforms?.address, args), {
      parent: this,
      dependsOn,
    });
    this.addresses = all([address.address]);
    this.serviceAnnotations = address.name.apply(loadBalancerAnnotations);
    this.registerOutputs({ addresses: this.addresses });
  }
}

/** https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters */
function loadBalancerAnnotations(address: string): Record<string, string> {
  return {
    "cloud.google.com/l4-rbs": "enabled",
    "networking.gke.io/load-balancer-ip-addresses": address,
  };
}
