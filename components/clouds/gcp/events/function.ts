import { Service } from "@pulumi/gcp/cloudrunv2/service.js";
import { ServiceIamMember } from "@pulumi/gcp/cloudrunv2/serviceIamMember.js";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { BucketIAMMember } from "@pulumi/gcp/storage/bucketIAMMember.js";
import { interpolate, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { EventTarget } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { functionPath, type FunctionDecision, type QueueDecision } from "../../../kit/events/events.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { valueOf } from "../../../kit/records.ts";
import { transformed } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { bucketRoles } from "../rights/workload-identity.ts";
import type { GcpEventParts } from "./parts.ts";
import { functionArgs } from "./function-args.ts";
import type { Pusher } from "./pusher.ts";
import type { GcpQueue } from "./queue.ts";
import { createSubscription } from "./subscription.ts";

/** What a function is made from. */
export interface GcpFunctionArgs extends GcpEventParts {
  readonly wish: FunctionDecision;
  /** Its name on Cloud Run. */
  readonly service: string;
  readonly decision: QueueDecision;
  readonly queue: GcpQueue;
  readonly pusher: Pusher;
  /** What it writes to, by name. */
  readonly targets: readonly (readonly [name: string, target: EventTarget])[];
}

/** An image on Cloud Run in the private network that Pub/Sub calls for each message of its queue, and nobody else can. */
export class GcpFunction extends Component {
  static readonly type = "landbridge:gcp:Function";
  /** Id of the service, known once it is called for messages. */
  readonly id: Output<string>;

  constructor(name: string, args: GcpFunctionArgs, opts: ComponentResourceOptions) {
    const { wish, decision, queue, pusher, targets, settings, spec, dependsOn, transforms } = args;
    super(GcpFunction.type, name, { wish }, opts);
    const inside = { parent: this, dependsOn };
    const account = new Account(
      `${name}-account`,
      { accountId: boundedName(name, nameLimits.serviceAccount), displayName: name },
      inside,
    );
    const rights = giveRights(name, args, account.member, inside);
    const service = new Service(
      `${name}-function`,
      transformed(
        transforms?.function,
        functionArgs(args.service, {
          wish,
          targets,
          spec,
          settings,
          account: account.email,
        }),
      ),
      { parent: this, dependsOn: [...dependsOn, ...rights] },
    );
    const calls = new ServiceIamMember(
      `${name}-calls`,
      { name: service.name, location: settings.regions.primary, role: "roles/run.invoker", member: pusher.member },
      inside,
    );
    const push = {
      pushEndpoint: interpolate`${service.uri}${functionPath}`,
      oidcToken: { serviceAccountEmail: pusher.email, audience: service.uri },
      // The message as it was written, and what is known of it in headers.
      noWrapper: { writeMetadata: true },
    };
    const called = createSubscription(
      `${name}-messages`,
      { topic: queue.id, deadLetterTopic: queue.deadLetterTopic, queue: decision, push },
      args,
      { parent: this, dependsOn: [...dependsOn, calls] },
    );
    // Not on its id, which would be unknown in a preview of another image.
    this.id = afterAll(service.id, [called.id]);
    this.registerOutputs({ id: this.id });
  }
}

/** What the function says that it uses, at the one thing each. */
function giveRights(
  name: string,
  { wish, targets, spec }: GcpFunctionArgs,
  member: Output<string>,
  opts: { readonly parent: Resource; readonly dependsOn: Resource[] },
): Resource[] {
  const writes = targets.map(
    ([target, { id }]) =>
      new TopicIAMMember(`${name}-writes-${target}`, { topic: id, role: "roles/pubsub.publisher", member }, opts),
  );
  const uses = Object.entries(wish.buckets).map(
    ([bucket, access]) =>
      new BucketIAMMember(
        `${name}-bucket-${bucket}`,
        { bucket: valueOf(spec.buckets, bucket).bucket, role: bucketRoles[access], member },
        opts,
      ),
  );
  return [...writes, ...uses];
}
