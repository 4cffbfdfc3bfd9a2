import { Provider } from "@pulumi/aws/provider.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { secondaryOf } from "../../kit/network/secondary-region.ts";
import { AwsSecondaryNetwork, type AwsSecondaryNetworkArgs } from "./network/secondary-network.ts";
import type { AwsSettings } from "./settings.ts";

/** The environment's second region: whatever is made there has its own provider, and shares one network. */
export class SecondaryRegion {
  readonly #environment: string;
  readonly #settings: AwsSettings;
  #provider: Provider | undefined;
  #network: AwsSecondaryNetwork | undefined;

  constructor(environment: string, settings: AwsSettings) {
    this.#environment = environment;
    this.#settings = settings;
  }

  /** Makes its provider, where there is a second region. Called once, with all other providers. */
  open(name: string, opts: ComponentResourceOptions): void {
    const { account, regions } = this.#settings;
    if (regions.secondary === undefined) return;
    const args = { region: regions.secondary, allowedAccountIds: [account] };
    this.#provider = new Provider(`${name}-aws-secondary`, args, opts);
  }

  /** The settings as they are there: its zones are those that are known of it. */
  get settings(): AwsSettings {
    const { name, account, regions, deployers } = this.#settings;
    return { name, account, deployers, regions: { primary: secondaryOf(regions) } };
  }

  /** Options of a component whose children are made there. */
  inside(opts: ComponentResourceOptions): ComponentResourceOptions {
    if (this.#provider === undefined) throw new Error("the second region has no provider");
    return { ...opts, providers: [this.#provider] };
  }

  /** The network there, made by whoever asks first and beside that component. */
  network(args: Omit<AwsSecondaryNetworkArgs, "settings">, opts: ComponentResourceOptions): AwsSecondaryNetwork {
    return (this.#network ??= new AwsSecondaryNetwork(
      `${this.#environment}-secondary-network`,
      { ...args, settings: this.settings },
      this.inside(opts),
    ));
  }
}
