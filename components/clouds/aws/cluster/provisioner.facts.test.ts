import { describe, expect, it } from "vitest";
import { decideNodeGroups, type NodeGroup } from "../../../kit/cluster/node-groups.ts";
import { decideNodePools } from "../../../kit/cluster/node-pools.ts";
import { checkAws } from "../check.ts";
import { aws } from "../entry.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { named, ofType, parsed, planOf, text, type Plan } from "../plan.fixture.ts";
import type { PolicyStatement } from "../rights/policy-document.ts";
import { ancestors } from "../../layer.fixture.ts";
import { custom, objectAt } from "../../../plan.fixture.ts";
import { planEnvironment } from "../../../../plan/plan-environment.ts";

const wish = { cpu: 400, memoryGiB: 2000 };
const pools = {
  batch: { size: "medium", min: 0, max: 8, purpose: "batch", spot: true },
  data: { size: "memory-xlarge", min: 3, max: 6, purpose: "data" },
  general: { size: "large", min: 4, max: 6, diskGiB: 150 },
} as const;
const environmentOf = (growing: boolean, changes: Parameters<typeof awsEnvironment>[0] = {}) =>
  awsEnvironment({
    stores: {},
    domains: {},
    cluster: { access: { mode: "private-runner" }, pools, ...(growing ? { autoProvision: wish } : {}) },
    ...changes,
  });
const environment = environmentOf(true);
const growing = planOf(environment);
const still = planOf(environmentOf(false));

const cluster = "shop-prod-cluster";
const owned = { "aws:ResourceTag/kubernetes.io/cluster/shop-prod-cluster": "owned" };

async function rightsOf(plan: Promise<Plan>): Promise<PolicyStatement[]> {
  const { inputs } = named(await plan, "aws:iam/rolePolicy:RolePolicy", `${cluster}-karpenter`);
  const document = JSON.parse(text(inputs["policy"])) as { readonly Statement: PolicyStatement[] };
  return document.Statement;
}

describe("node groups beside a provisioner", () => {
  it("keep a pool's fewest nodes, whatever anybody changes, and are none where those are none", async () => {
    const groups = ofType(await growing, "aws:eks/nodeGroup:NodeGroup");
    expect(groups.map(({ name, inputs }) => [name, inputs["scalingConfig"]])).toEqual(
      ["data", "general"].flatMap((pool) =>
        ["euw1-az1", "euw1-az2", "euw1-az3"].map((zone) => {
          const nodes = pool === "general" && zone === "euw1-az1" ? 2 : 1;
          return [`${cluster}-${pool}-${zone}`, { minSize: nodes, maxSize: nodes, desiredSize: nodes }];
        }),
      ),
    );
    expect(groups.filter(({ ignoreChanges }) => ignoreChanges.length > 0)).toEqual([]);
  });

  it("are moved by nobody else: two that see the same waiting pod would both make a node for it", async () => {
    expect(aws.cluster(environment)).not.toHaveProperty("autoscaler");
    expect((await growing).resources.filter(({ name }) => name.includes("autoscaler"))).toEqual([]);
  });

  it("grow as ever without the wish, and nothing of the provisioner is made", async () => {
    const { resources } = await still;
    expect(aws.cluster(environmentOf(false)).provisioner).toBeUndefined();
    expect(resources.filter(({ name }) => /karpenter|interruptions/.test(name))).toEqual([]);
    expect(resources.filter(({ name }) => name === `${cluster}-autoscaler`)).not.toEqual([]);
    const key = named(await still, "aws:kms/key:Key", "shop-prod-key-platform-key");
    expect(text(key.inputs["policy"])).not.toContain("events.amazonaws.com");
  });
});

describe("the provisioner's rights", () => {
  // https://karpenter.sh/docs/reference/cloudformation/#karpentercontrollernodelifecyclepolicy
  it("are about machines of this cluster: what it makes is tagged with its name, and only such is touched", async () => {
    const asked = {
      "aws:RequestTag/kubernetes.io/cluster/shop-prod-cluster": "owned",
      "aws:RequestTag/eks:eks-cluster-name": cluster,
    };
    const statements = (await rightsOf(growing)).filter(
      ({ Action, Sid }) => [Action].flat().some((action) => action.startsWith("ec2:")) && Sid !== "Look",
    );
    expect(statements.map(({ Sid, Condition }) => [Sid, Condition?.["StringEquals"] ?? {}])).toEqual([
      // Images and subnets, which exist already and aren't changed.
      ["LaunchFrom", {}],
      ["LaunchBy", owned],
      ["Launch", asked],
      ["TagNew", { ...asked, "ec2:CreateAction": ["CreateFleet", "CreateLaunchTemplate", "RunInstances"] }],
      ["TagNodes", owned],
      ["Remove", owned],
    ]);
  });

  it("end at the cluster's own subnets, group, queue, role and keys", async () => {
    const statements = new Map((await rightsOf(growing)).map((statement) => [statement.Sid, statement]));
    const from = [statements.get("LaunchFrom")?.Resource].flat().map(String);
    expect(from.filter((arn) => /:(?:subnet|security-group)\//.test(arn))).toEqual([
      expect.stringMatching(/security-group\/\$\{[^}]*eks#vpcConfig.clusterSecurityGroupId}$/),
      ...["euw1-az1", "euw1-az2", "euw1-az3"].map(
        (zone) => expect.stringMatching(new RegExp(`subnet/\\$\\{[^}]*nodes-${zone}#id}$`)) as unknown,
      ),
    ]);
    expect(statements.get("NodeRole")).toMatchObject({
      Action: ["iam:PassRole"],
      Resource: expect.stringMatching(/karpenter-nodes#arn}$/) as unknown,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    });
    expect(statements.get("Interruptions")?.Resource).toMatch(/shop-prod-cluster-interruptions#arn}$/);
    expect(statements.get("InterruptionsKey")).toMatchObject({
      Action: ["kms:Decrypt"],
      Resource: expect.stringMatching(/shop-prod-key-platform-key#arn}$/) as unknown,
      Condition: { StringEquals: { "kms:ViaService": "sqs.eu-west-1.amazonaws.com" } },
    });
    const everywhere = [...statements.values()].filter(({ Resource }) => Resource === "*");
    expect(everywhere.map(({ Action }) => Action).flat()).toSatisfy((actions: string[]) =>
      actions.every((action) => /^[a-z0-9-]+:(?:Describe|Get|List)/.test(action)),
    );
  });

  // https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/controllers/nodeclass/controller.go
  it("make no profile of a machine, but look for an old one, without which a class could never be deleted", async () => {
    const ofIam = (await rightsOf(growing)).flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => (action.startsWith("iam:") ? [[action, Resource]] : [])),
    );
    expect(ofIam).toEqual([
      ["iam:PassRole", expect.anything()],
      [
        "iam:CreateServiceLinkedRole",
        "arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
      ],
      ["iam:ListInstanceProfiles", "*"],
      ["iam:GetInstanceProfile", "arn:aws:iam::111122223333:instance-profile/shop-prod-cluster_*"],
    ]);
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-linked-roles-spot-instance-requests.html
  it("let it make EC2's role for Spot only where a pool is of Spot", async () => {
    const { batch, ...others } = pools;
    const plan = planOf(
      environmentOf(true, { cluster: { access: { mode: "private-runner" }, pools: others, autoProvision: wish } }),
    );
    expect(batch.spot).toBe(true);
    expect((await rightsOf(plan)).map(({ Sid }) => Sid)).not.toContain("SpotRole");
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
  it("fit into a role, with the longest name too", async () => {
    const long = planOf(awsEnvironment({ ...shortly, cluster: environment.cluster }, "e".repeat(32)));
    const { inputs } = named(await long, "aws:iam/rolePolicy:RolePolicy", `${"e".repeat(32)}-cluster-karpenter`);
    // Placeholders are longer than what they stand for.
    expect(text(inputs["policy"]).length).toBeLessThanOrEqual(10_240);
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
  it("are those of its own service account in this cluster", async () => {
    const role = named(await growing, "aws:iam/role:Role", `${cluster}-karpenter`);
    expect(parsed(role.inputs["assumeRolePolicy"])).toMatchObject({
      Statement: [
        {
          Principal: { Service: "pods.eks.amazonaws.com" },
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-west-1:111122223333:cluster/shop-prod-cluster",
              "aws:RequestTag/kubernetes-namespace": "landbridge-operators",
              "aws:RequestTag/kubernetes-service-account": "karpenter",
            },
          },
        },
      ],
    });
  });
});

const shortly = { stores: {}, domains: {}, buckets: {} };

describe("notices of nodes that are about to go", () => {
  // https://karpenter.sh/docs/concepts/disruption/#interruption
  it("are of the five kinds that Karpenter knows, and of no machine that merely starts", async () => {
    const patterns = ofType(await growing, "aws:cloudwatch/eventRule:EventRule").map(
      ({ inputs }) => parsed(inputs["eventPattern"]) as Readonly<Record<string, unknown>>,
    );
    expect(patterns.map((pattern) => pattern["detail-type"])).toEqual([
      ["AWS Health Event"],
      ["EC2 Instance Rebalance Recommendation"],
      ["EC2 Capacity Reservation Instance Interruption Warning"],
      ["EC2 Spot Instance Interruption Warning"],
      ["EC2 Instance State-change Notification"],
    ]);
    expect(patterns.at(-1)?.["detail"]).toEqual({ state: ["shutting-down", "stopped", "stopping", "terminated"] });
  });

  it("come from these rules alone, and never in the clear", async () => {
    const policy = named(await growing, "aws:sqs/queuePolicy:QueuePolicy", `${cluster}-interruptions`);
    const rules = ["health", "rebalance", "reservation", "spot", "state"];
    expect(parsed(policy.inputs["policy"])).toMatchObject({
      Statement: [
        { Effect: "Deny", Principal: "*", Action: "sqs:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Condition: {
            ArnEquals: {
              "aws:SourceArn": rules.map(
                (rule) => expect.stringMatching(new RegExp(`interruptions-${rule}#arn}$`)) as unknown,
              ),
            },
          },
        },
      ],
    });
    const targets = ofType(await growing, "aws:cloudwatch/eventTarget:EventTarget");
    expect(targets).toHaveLength(rules.length);
    for (const target of targets) expect(ancestors(await growing, target)).toContain(policy);
  });

  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
  it("wait five minutes at most, under a key that EventBridge may use for this queue and nothing else", async () => {
    const queue = named(await growing, "aws:sqs/queue:Queue", `${cluster}-interruptions`);
    expect(queue.inputs).toMatchObject({
      name: aws.cluster(environment).provisioner?.operator?.interruptions,
      messageRetentionSeconds: 300,
      kmsMasterKeyId: expect.stringMatching(/shop-prod-key-platform-key#arn}$/) as unknown,
    });
    const key = named(await growing, "aws:kms/key:Key", "shop-prod-key-platform-key");
    const { Statement } = JSON.parse(text(key.inputs["policy"])) as { readonly Statement: PolicyStatement[] };
    expect(Statement.filter(({ Principal }) => JSON.stringify(Principal).includes("events."))).toEqual([
      {
        Sid: "Interruptions",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:EncryptionContext:aws:sqs:arn": "arn:aws:sqs:eu-west-1:111122223333:shop-prod-cluster-interruptions",
          },
        },
      },
    ]);
  });
});

describe("nodes that Karpenter makes", () => {
  // https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
  it("join as nodes, by a role of their own with the rights of any node", async () => {
    const plan = await growing;
    const entry = named(plan, "aws:eks/accessEntry:AccessEntry", `${cluster}-karpenter-nodes`);
    expect(entry.inputs).toMatchObject({
      type: "EC2_LINUX",
      principalArn: expect.stringMatching(/karpenter-nodes#arn}$/) as unknown,
    });
    const policiesOf = (role: string) =>
      ofType(plan, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
        .filter(({ inputs }) => text(inputs["role"]).endsWith(`${role}#name}`))
        .map(({ inputs }) => inputs["policyArn"]);
    expect(policiesOf(`${cluster}-karpenter-nodes`)).toEqual(policiesOf(`${cluster}-nodes`));
    const profile = named(plan, "aws:iam/instanceProfile:InstanceProfile", `${cluster}-karpenter-nodes`);
    expect(profile.inputs["role"]).toMatch(/karpenter-nodes#name}$/);
  });

  it("are asked for only when they can be made: with rights, a way in and notices", async () => {
    const whole = await planEnvironment(environment);
    const byUrn = new Map(whole.resources.map((resource) => [resource.urn, resource]));
    const nodeClass = custom(whole.resources, "shop-prod-nodes-general-class");
    const before = [...ancestors({ byUrn }, nodeClass)].map(({ type, name }) => `${type.split(":")[2] ?? ""} ${name}`);
    expect(before).toEqual(
      expect.arrayContaining([
        `AccessEntry ${cluster}-karpenter-nodes`,
        `EventTarget ${cluster}-interruptions-spot`,
        `PodIdentityAssociation ${cluster}-karpenter`,
        `QueuePolicy ${cluster}-interruptions`,
        `RolePolicy ${cluster}-karpenter`,
        "Chart shop-prod-operators-karpenter-chart",
      ]),
    );
  });

  const beforeOf = async (wanted: string, of: typeof environment) => {
    const { resources } = await planEnvironment(of);
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const found = resources.find(({ name }) => name === wanted);
    if (found === undefined) throw new Error(`there is no ${wanted}`);
    return [...ancestors({ byUrn }, found)].map(({ type, name }) => `${type.split(":")[2] ?? ""} ${name}`);
  };

  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
  it("are made by pods that begin after they are bound to their role: before it nobody gets into the cluster", async () => {
    expect(await beforeOf("shop-prod-kubernetes", environment)).toEqual(
      expect.arrayContaining([`PodIdentityAssociation ${cluster}-karpenter`, `RolePolicy ${cluster}-karpenter`]),
    );
  });

  // https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/
  it("go after all stores and their operators, which without them couldn't end what they began", async () => {
    const stores = environmentOf(true, { stores: { orders: { kind: "postgres" } } });
    expect(await beforeOf("shop-prod-operators-cloudnative-pg-chart", stores)).toEqual(
      expect.arrayContaining(["NodePool shop-prod-nodes-general", "NodePool shop-prod-nodes-data"]),
    );
    expect(await beforeOf("shop-prod-operators-karpenter-chart", stores)).not.toContain(
      "NodePool shop-prod-nodes-general",
    );
  });

  // https://karpenter.sh/docs/concepts/nodeclasses/
  it("are private, give no pod their rights, and have disks under the environment's key", async () => {
    const whole = await planEnvironment(environment);
    const spec = objectAt(custom(whole.resources, "shop-prod-nodes-general-class"), "spec");
    const part = (pattern: RegExp) => expect.stringMatching(pattern) as unknown;
    expect(spec).toEqual({
      amiSelectorTerms: [{ alias: "al2023@latest" }],
      associatePublicIPAddress: false,
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: {
            volumeType: "gp3",
            volumeSize: "150Gi",
            deleteOnTermination: true,
            encrypted: true,
            kmsKeyID: part(/key-platform-key#arn}$/),
          },
        },
      ],
      detailedMonitoring: false,
      instanceProfile: part(/karpenter-nodes#name}$/),
      kubelet: { maxPods: 110 },
      metadataOptions: {
        httpEndpoint: "enabled",
        httpProtocolIPv6: "disabled",
        httpPutResponseHopLimit: 1,
        httpTokens: "required",
      },
      securityGroupSelectorTerms: [{ id: part(/clusterSecurityGroupId}$/) }],
      subnetSelectorTerms: ["euw1-az1", "euw1-az2", "euw1-az3"].map((zone) => ({
        id: part(new RegExp(`nodes-${zone}#id}$`)),
      })),
      tags: expect.objectContaining({ environment: "shop-prod", owner: "platform" }) as unknown,
    });
  });

  // https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml
  it("carry no tag that is Karpenter's to give", async () => {
    const whole = await planEnvironment(environment);
    const { tags } = objectAt(custom(whole.resources, "shop-prod-nodes-general-class"), "spec");
    const reserved = /^(?:$|eks:eks-cluster-name$|kubernetes\.io\/cluster|karpenter\.sh\/|karpenter\.k8s\.aws\/)/;
    expect(Object.keys(tags as object).filter((key) => reserved.test(key))).toEqual([]);
  });

  it("are the machines that a pool's own are, on Spot of every generation, and on top of any size with room", () => {
    const groups = decideNodeGroups(decideNodePools(environment.cluster.pools), wish);
    const machines = ({ name }: NodeGroup) => {
      const group = groups.find((each) => each.name === name);
      return group === undefined ? [] : aws.cluster(environment).provisioner?.requirementsOf(group);
    };
    const types = Object.fromEntries(groups.map((group) => [group.name, machines(group)?.[0]?.values]));
    expect(types["batch"]).toEqual(["m6i.xlarge", "m5.xlarge", "m6a.xlarge", "m5a.xlarge"]);
    expect(types["general"]).toEqual(["m6i.2xlarge", "m5.2xlarge"]);
    expect(types["auto-provision"]).toEqual(expect.arrayContaining(["m6i.large", "r6i.4xlarge", "m5.4xlarge"]));
    expect(new Set(types["auto-provision"]).size).toBe(types["auto-provision"]?.length);
  });
});

describe("the check", () => {
  const issues = (cluster: Parameters<typeof awsEnvironment>[0]) =>
    checkAws(environmentOf(true, cluster)).map(({ path, rule }) => [path, rule]);
  const with_ = (general: object, more: object = {}) => ({
    cluster: { pools: { general: { size: "small" as const, max: 4, ...general }, ...more }, autoProvision: wish },
  });

  // https://karpenter.sh/docs/faq/
  it("wants a node that is always there for each copy of the provisioner, where operators go", () => {
    expect(issues(with_({ min: 2 }))).toEqual([]);
    expect(issues(with_({ min: 1 }))).toEqual([
      ["cluster.pools.general.min", expect.stringContaining("fewer nodes that are always there") as unknown],
    ]);
    expect(issues(with_({ min: 2, spot: true }))).toHaveLength(1);
    expect(issues(with_({ min: 2 }, { system: { size: "small", min: 0, purpose: "system" } }))).toMatchObject([
      ["cluster.pools.system.min", expect.anything()],
    ]);
    expect(issues({ ...with_({ min: 1 }), costMode: "lean" })).toEqual([]);
    expect(checkAws(environmentOf(false, { cluster: { pools: { general: { size: "small", min: 0 } } } }))).toEqual([]);
  });

  it("counts what may come on top among the nodes whose pods need addresses", () => {
    const network = { cidr: "10.1.0.0/17" };
    const most = (cpu: number) =>
      issues({
        network,
        cluster: { pools: { general: { size: "small", min: 2, max: 4 } }, autoProvision: { cpu, memoryGiB: 2000 } },
      }).map(([path]) => path);
    // 75 nodes have room: four of the pool with six more in an update, and 65 of two CPUs.
    expect(most(8 + 2 * 65 + 1)).toEqual([]);
    expect(most(8 + 2 * 66)).toEqual(["network.cidr"]);
  });

  it("fails a name that is short enough for every other role", () => {
    const paths = (length: number) =>
      checkAws(awsEnvironment({ ...shortly, cluster: environment.cluster }, "e".repeat(length))).map(
        ({ path }) => path,
      );
    expect(paths(32)).toEqual([]);
    expect(paths(33)).toEqual([""]);
  });
});
