import type { ComponentResourceOptions, ResourceTransformation } from "@pulumi/pulumi";
import type { Environment } from "../../../../environments/schema/environment.ts";
import { boundaryArn } from "./bootstrap-names.ts";
import type { AwsSettings } from "../settings.ts";

/**
 * Puts the account's boundary on every role below a component, where pipelines bring up: they may make no other. In one
 * place, so that no component can forget it; without pipelines there is no boundary, and nothing changes.
 */
export function withinBoundary({
  name,
  cloud,
  bootstrap,
}: Environment<AwsSettings>): (opts: ComponentResourceOptions) => ComponentResourceOptions {
  if (bootstrap?.ci === undefined) return (opts) => opts;
  const permissionsBoundary = boundaryArn(name, cloud);
  const bind: ResourceTransformation = ({ type, props, opts }) =>
    type === roleType ? { props: { ...props, permissionsBoundary }, opts } : undefined;
  return (opts) => ({ ...opts, transformations: [...(opts.transformations ?? []), bind] });
}

const roleType = "aws:iam/role:Role";
