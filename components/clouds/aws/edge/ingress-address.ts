import { Eip, type EipArgs } from "@pulumi/aws/ec2/eip.js";
import { all, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { IngressAddress, IngressAddressSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { zonesOf } from "../zones.ts";

/** What a caller may change on the children below. */
export interface AwsIngressAddressTransforms {
  readonly address?: Transform<EipArgs>;
}

/** What addresses are made from. */
export interface AwsIngressAddressArgs {
  readonly spec: IngressAddressSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsIngressAddressTransforms | undefined;
}

/**
 * Public IPv4 addresses for a network load balancer, which takes one for each zone that it is in, by its allocation and not
 * by the address. Our subnets say by tags that they face the outside; in an adopted network whoever made it says so.
 * https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-network-load-balancer.html
 */
export class AwsIngressAddress extends Component implements IngressAddress {
  static readonly type = "landbridge:aws:IngressAddress";
  readonly addresses: Output<string[]>;
  readonly serviceAnnotations: Output<Record<string, string>>;

  constructor(name: string, { spec, settings, transforms }: AwsIngressAddressArgs, opts: ComponentResourceOptions) {
    super(AwsIngressAddress.type, name, {}, opts);
    const addresses = zonesOf(settings).map((zone) => {
      const child = `${name}-${zone}`;
      const args: EipArgs = { domain: "vpc", tags: tagsOf(spec.tags, child) };
      return new Eip(child, transformed(transforms?.address, args), { parent: this });
    });
    this.addresses = all(addresses.map(({ publicIp }) => publicIp));
    this.serviceAnnotations = all(addresses.map(({ allocationId }) => allocationId)).apply(loadBalancerAnnotations);
    this.registerOutputs({ addresses: this.addresses });
  }
}

/**
 * Read by EKS's own controller and by the AWS Load Balancer Controller, where one is installed: the latter makes internal
 * balancers unless told otherwise.
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
function loadBalancerAnnotations(allocations: readonly string[]): Record<string, string> {
  return {
    "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
    "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
    "service.beta.kubernetes.io/aws-load-balancer-eip-allocations": allocations.join(","),
  };
}
