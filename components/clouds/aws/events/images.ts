import { RepositoryPolicy } from "@pulumi/aws/ecr/repositoryPolicy.js";
import type { Component } from "../../../kit/component.ts";
import { repositoryOf } from "../../../kit/events/events.ts";
import { awsRegistry } from "../registry/registry.ts";
import { policyDocument } from "../rights/policy-document.ts";
import type { AwsEventsArgs } from "./events.ts";

/** By repository, what lets Lambda pull functions' images from there. */
export type SharedImages = ReadonlyMap<string, RepositoryPolicy>;

/**
 * Lets Lambda pull images, also after a while in which a function wasn't called and its copy was let go. Said here, since
 * Lambda would write it itself, by the rights of whoever makes the first function, where no plan shows it.
 * https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#gettingstarted-images-permissions
 */
export function shareImages(
  name: string,
  { spec, settings }: Pick<AwsEventsArgs, "spec" | "settings">,
  parent: Component,
): SharedImages {
  const { account, regions } = settings;
  const images = [...new Set(spec.functions.map(({ image }) => repositoryOf(image)))].sort();
  return new Map(
    images.map((image) => {
      const policy = policyDocument([
        {
          Sid: "LambdaPulls",
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
          Condition: {
            ArnLike: { "aws:SourceArn": `arn:aws:lambda:${regions.primary}:${account}:function:*` },
          },
        },
      ]);
      const args = { repository: awsRegistry(spec.registry).repository(image), policy };
      return [image, new RepositoryPolicy(`${name}-${image.replaceAll("/", "-")}`, args, { parent })];
    }),
  );
}
