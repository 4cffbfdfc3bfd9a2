import { stringify } from "yaml";

/** Name of the file beside Pulumi.yaml that holds a stack's settings. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/**
 * A stack's settings: what encrypts its secrets, and that no resource may fall back to a provider which nobody
 * configured. https://www.pulumi.com/docs/iac/concepts/resources/providers/#disabling-default-providers
 */
export function renderStackFile(secretsProvider: string): string {
  return stringify({ secretsprovider: secretsProvider, config: { "pulumi:disable-default-providers": ["*"] } });
}
