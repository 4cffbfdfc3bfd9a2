import { CustomResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { Component } from "../kit/component.ts";

/** What a cloud makes a server of. */
export class Server extends CustomResource {
  readonly address: Output<string>;

  constructor(name: string) {
    super("landbridge:test:Server", name, {});
    this.address = this.urn.apply((urn) => `${urn}.example`);
  }
}

/** Something that logs in. */
export class Service extends CustomResource {
  constructor(name: string, user: Output<string>) {
    super("landbridge:test:Service", name, { user });
  }
}

/** Something that others are made in. */
export class Holder extends Component {
  constructor(name: string, opts: ComponentResourceOptions) {
    super("landbridge:test:Holder", name, {}, opts);
    this.registerOutputs({});
  }
}
