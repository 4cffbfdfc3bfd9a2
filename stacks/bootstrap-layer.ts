import type { ComponentResourceOptions, Inputs, Output } from "@pulumi/pulumi";
import type { Cloud } from "../components/cloud.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { Component } from "../components/kit/component.ts";
import { mapValues } from "../components/kit/records.ts";
import { createAccount } from "./bootstrap/account.ts";

/** What a stack with the layer `bootstrap` exports. Nothing of it is a secret. */
export interface BootstrapOutputs {
  /** For `pulumi login`. */
  readonly stateUrl: Output<string>;
  /** For `landbridge init --secrets-provider`. */
  readonly secretsProvider: Output<string>;
  /** What a pipeline's step that logs in asks for, by purpose; empty where people alone bring up. */
  readonly ci: Inputs;
}

/** What the account has before the platform: brought up once, by a person, with its state on their machine at first. */
export class BootstrapLayer extends Component {
  static readonly type = "landbridge:platform:BootstrapLayer";
  readonly outputs: BootstrapOutputs;

  constructor(
    name: string,
    { environment, cloud }: { environment: AnyEnvironment; cloud: Cloud },
    opts: ComponentResourceOptions,
  ) {
    super(BootstrapLayer.type, name, { environment: environment.name, cloud: cloud.name }, opts);
    const { stateUrl, secretsProvider, identities } = createAccount({
      name,
      environment,
      cloud,
      opts: { parent: this },
    });
    const ci = mapValues(identities ?? {}, ({ id, login }) => ({ id, login }));
    this.outputs = { stateUrl, secretsProvider, ci };
    this.registerOutputs({ stateUrl, secretsProvider });
  }
}
