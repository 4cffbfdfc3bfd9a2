import { ResourceGroup as AzureResourceGroup } from "@pulumi/azure-native/resources/resourceGroup.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import type { Tags } from "../../../kit/tags.ts";
import { autoNamed } from "../../../kit/names.ts";
import { nameLimits } from "../names.ts";
import type { AzureSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/** What the resource group of an environment is made from. */
export interface ResourceGroupArgs {
  /** The environment's name. */
  readonly environment: string;
  readonly settings: AzureSettings;
  readonly tags: Tags;
  readonly protect: boolean;
}

/**
 * The one resource group of an environment, made by whichever component asks first. Deleting a group deletes all that is
 * in it, so it is as protected as the environment.
 */
export class ResourceGroup {
  readonly #args: ResourceGroupArgs;
  #made: AzureResourceGroup | undefined;

  constructor(args: ResourceGroupArgs) {
    this.#args = args;
  }

  /** Its name. It stands beside the component that asks first. */
  name(opts: Pick<ComponentResourceOptions, "parent">): Output<string> {
    return this.#group(opts).name;
  }

  /** Its id, as the scope of role assignments. */
  id(opts: Pick<ComponentResourceOptions, "parent">): Output<string> {
    return this.#group(opts).id;
  }

  #group({ parent }: Pick<ComponentResourceOptions, "parent">): AzureResourceGroup {
    const { environment, settings, tags, protect } = this.#args;
    return (this.#made ??= new AzureResourceGroup(
      autoNamed(`${environment}-group`, nameLimits.resourceGroup),
      { location: settings.regions.primary, tags: tagsOf(tags) },
      parent === undefined ? { protect } : { parent, protect },
    ));
  }
}
