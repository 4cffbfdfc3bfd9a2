import type { Environment } from "../../../../environments/schema/environment.ts";
import type { FunctionWish } from "../../../../environments/schema/services/events.ts";
import { functionVariables } from "../../../kit/events/events.ts";
import type { Issue } from "../../../kit/errors.ts";
import type { AwsSettings } from "../settings.ts";
import { adapterVariables } from "./adapter.ts";

/** What only AWS can know to be wrong with functions. */
export function checkEvents({ events }: Pick<Environment<AwsSettings>, "events">): Issue[] {
  const functions = Object.entries(events?.functions ?? {});
  return [
    ...functions.flatMap(([name, wish]) => [...checkInstances(name, wish), ...checkVariables(name, wish)]),
    ...checkPrefixes(functions),
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency */
const fewestInstances = 2;

function checkInstances(name: string, { maxInstances }: FunctionWish): Issue[] {
  if (maxInstances >= fewestInstances) return [];
  return [
    {
      path: `events.functions.${name}.maxInstances`,
      value: String(maxInstances),
      rule: `is fewer than Lambda can be held to (${fewestInstances})`,
      wayOut: `write ${fewestInstances} or more; what must not happen twice at once needs a lock of its own`,
    },
  ];
}

/** All variables of a function together. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const bytesOfVariables = 4096;

/** What a queue's, topic's or bucket's address comes to at most, with its variable. */
const bytesOfAddress = 200;

/** Variables that Lambda and the adapter set. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reserved = /^(?:AWS_|LAMBDA_|TZ$|_HANDLER$|_X_AMZN_)/;

function checkVariables(name: string, wish: FunctionWish): Issue[] {
  const path = `events.functions.${name}.config`;
  const own = [...Object.entries(wish.config), ...Object.entries(adapterVariables)];
  const bytes =
    own.reduce((sum, [variable, value]) => sum + Buffer.byteLength(variable) + Buffer.byteLength(value), 0) +
    functionVariables(wish).length * bytesOfAddress;
  const long =
    bytes <= bytesOfVariables
      ? []
      : [
          {
            path,
            value: `${bytes} bytes`,
            rule: `is longer than Lambda takes: ${bytesOfVariables} bytes, with what the platform sets`,
            wayOut: "put the longer part into the image or a bucket",
          },
        ];
  const taken = Object.keys(wish.config)
    .filter((variable) => reserved.test(variable))
    .map((variable) => ({
      path: `${path}.${variable}`,
      rule: "belongs to Lambda",
      wayOut: "choose another name",
    }));
  return [...long, ...taken];
}

/**
 * S3 tells of a change once: no two of a bucket's functions may be called for the same object.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function checkPrefixes(functions: readonly (readonly [string, FunctionWish])[]): Issue[] {
  const told = functions.flatMap(([name, { on }]) => (on.source === "bucket" ? [{ name, on }] : []));
  return told.flatMap(({ name, on }, index) => {
    const other = told
      .slice(0, index)
      .find(
        (earlier) =>
          earlier.on.name === on.name &&
          earlier.on.of.some((change) => on.of.includes(change)) &&
          (earlier.on.prefix.startsWith(on.prefix) || on.prefix.startsWith(earlier.on.prefix)),
      );
    if (other === undefined) return [];
    return [
      {
        path: `events.functions.${name}.on.prefix`,
        value: on.prefix,
        rule: `covers objects for which ${other.name} is called, and S3 tells of a change only once`,
        wayOut: `choose prefixes that don't overlap, or let ${other.name} write to a topic that both are on`,
      },
    ];
  });
}
