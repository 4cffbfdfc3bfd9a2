import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { interpolate, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { Component } from "../kit/component.ts";
import { decideLabels } from "../kit/labels.ts";
import { after } from "../kit/outputs.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { untilReady } from "../kit/waiting.ts";
import { createCertificateAuthority } from "../secrets/certificate-authority.ts";
import type { Authority } from "./store-certificate.ts";

/** Whose authority, and where it signs. */
export interface StoreAuthorityArgs {
  /** The environment's name, which stands in the authority's. */
  readonly environment: string;
  readonly surroundings: Surroundings;
  /** The stores' namespace. */
  readonly namespace: Input<string>;
  /** What certificates are made by, ready. - behaviour: it is in the cluster already. */
  readonly certificates?: Resource | undefined;
  /** Certificates of an authority that came before this one, in PEM, which clients go on to trust. - behaviour: none. */
  readonly former?: string | undefined;
}

/** Name of the Issuer, and of the Secret with the key that it signs with. No store's own is called so: each has its store's name first. */
const object = "landbridge-authority";

/**
 * Who signs the certificates of an environment's own stores: an authority of its own, known to the program, so that services in
 * any namespace and others' clients can be told whom to trust. It signs in the stores' namespace only.
 * https://cert-manager.io/docs/configuration/ca/
 */
export class StoreAuthority extends Component {
  static readonly type = "landbridge:data:StoreAuthority";
  readonly authority: Authority;

  constructor(name: string, args: StoreAuthorityArgs, opts: ComponentResourceOptions) {
    super(StoreAuthority.type, name, { environment: args.environment }, opts);
    const { environment, surroundings, namespace, former } = args;
    const inside = { parent: this };
    const { protect } = surroundings;
    const labels = decideLabels({ name: object, component: "store", partOf: surroundings.system }, surroundings.tags);
    const metadata = { name: object, namespace, labels };
    const own = createCertificateAuthority(name, { commonName: `Landbridge ${environment}`, protect }, inside);
    const secret = new Secret(
      `${name}-secret`,
      { metadata, type: "kubernetes.io/tls", stringData: { "tls.crt": own.certificate, "tls.key": own.key } },
      inside,
    );
    const issuer = new CustomResource(
      `${name}-issuer`,
      {
        apiVersion: "cert-manager.io/v1",
        kind: "Issuer",
        metadata: { ...metadata, ...untilReady(surroundings, "condition=Ready") },
        spec: { ca: { secretName: secret.metadata.name } },
      },
      { parent: this, dependsOn: args.certificates === undefined ? [] : [args.certificates] },
    );
    this.authority = {
      issuer: after(issuer, object),
      certificate: former === undefined ? own.certificate : interpolate`${own.certificate}${former}`,
    };
    this.registerOutputs({ certificate: this.authority.certificate });
  }
}
