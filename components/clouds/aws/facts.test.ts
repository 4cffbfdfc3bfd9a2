import { describe, expect, it } from "vitest";
import { contains, overlap } from "../../kit/network/addresses.ts";
import { autoNameSuffix } from "../../kit/names.ts";
import { ancestors } from "../layer.fixture.ts";
import { checkAws } from "./check.ts";
import { aws } from "./entry.ts";
import { awsEnvironment } from "./environment.fixture.ts";
import { decideRetention } from "./network/flow-logs.ts";
import { nameLimits } from "./names.ts";
import { at, named, ofType, parsed, planOf, text, wholePlan, type Plan } from "./plan.fixture.ts";

const texts = (plan: Plan, type: string, path: string): unknown[] =>
  ofType(plan, type).map(({ inputs }) => at(inputs, path));

const development = () => awsEnvironment({ tier: "development", costMode: "lean" });

describe("the network", () => {
  // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
  it("has its blocks before subnets are cut from them, and the Services' addresses outside of it", async () => {
    const plan = await wholePlan();
    const blocks = [
      ...texts(plan, "aws:ec2/vpc:Vpc", "cidrBlock"),
      ...texts(plan, "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "cidrBlock"),
    ].map(String);
    expect(blocks.length).toBe(5);
    for (const subnet of ofType(plan, "aws:ec2/subnet:Subnet")) {
      expect(blocks.filter((block) => contains(block, text(subnet.inputs["cidrBlock"]))).length).toBe(1);
      const waitsFor = [...ancestors(plan, subnet)].map(({ inputs }) => inputs["cidrBlock"]);
      expect(waitsFor).toEqual(expect.arrayContaining(blocks));
    }
    const [services] = texts(plan, "aws:eks/cluster:Cluster", "kubernetesNetworkConfig.serviceIpv4Cidr");
    expect(blocks.filter((block) => overlap(block, String(services)))).toEqual([]);
  });

  it("is over the same three zones by their ids, with four subnets in each and no public address by default", async () => {
    const subnets = ofType(await wholePlan(), "aws:ec2/subnet:Subnet");
    const zones = subnets.map(({ inputs }) => inputs["availabilityZoneId"]);
    expect([...new Set(zones)].sort()).toEqual(["euw1-az1", "euw1-az2", "euw1-az3"]);
    expect(subnets.length).toBe(12);
    expect(subnets.filter(({ inputs }) => inputs["mapPublicIpOnLaunch"] !== false)).toEqual([]);
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
  it("tells controllers where load balancers belong", async () => {
    const marks = ofType(await wholePlan(), "aws:ec2/subnet:Subnet").map(({ name, inputs }) => [
      name.replace(/^shop-prod-network-(\w+)-.*$/, "$1"),
      Object.keys(inputs["tags"] ?? {}).filter((tag) => tag.startsWith("kubernetes.io/")),
    ]);
    expect(Object.fromEntries(marks)).toEqual({
      nodes: ["kubernetes.io/role/internal-elb"],
      pods: [],
      edge: ["kubernetes.io/role/elb"],
      data: [],
    });
  });

  it("has a way out in each zone in production, one for all elsewhere, and none for managed servers", async () => {
    const [production, lean] = [await wholePlan(), await planOf(development())];
    expect([production, lean].map((plan) => ofType(plan, "aws:ec2/natGateway:NatGateway").length)).toEqual([3, 1]);
    for (const plan of [production, lean]) {
      const routes = ofType(plan, "aws:ec2/route:Route");
      expect(routes.map(({ name }) => name.replace(/^.*-network-/, ""))).toEqual([
        "edge",
        "nodes-euw1-az1",
        "nodes-euw1-az2",
        "nodes-euw1-az3",
      ]);
      const targets = new Set(routes.map(({ inputs }) => inputs["natGatewayId"]));
      expect(targets.size).toBe(ofType(plan, "aws:ec2/natGateway:NatGateway").length + 1);
    }
  });

  it("has a free door to objects always, and doors that cost something where they are wished for", async () => {
    const [production, lean] = [await wholePlan(), await planOf(development())];
    // The one to keyspaces goes with them, and not with the network.
    expect(texts(lean, "aws:ec2/vpcEndpoint:VpcEndpoint", "serviceName")).toEqual([
      "com.amazonaws.eu-west-1.cassandra",
      "com.amazonaws.eu-west-1.s3",
    ]);
    const doors = ofType(production, "aws:ec2/vpcEndpoint:VpcEndpoint").filter(
      ({ inputs }) => inputs["vpcEndpointType"] === "Interface",
    );
    expect(doors.map(({ inputs }) => inputs["serviceName"])).toEqual(
      expect.arrayContaining(
        ["ec2", "ecr.api", "ecr.dkr", "eks-auth", "sts"].map((s) => `com.amazonaws.eu-west-1.${s}`),
      ),
    );
    expect(doors.filter(({ inputs }) => inputs["privateDnsEnabled"] !== true)).toEqual([]);
    // The names lead to the doors for all of the VPC, so that whoever is in it must be let in.
    const group = named(production, "aws:ec2/securityGroup:SecurityGroup", "shop-prod-network-doors");
    expect(group.inputs["ingress"]).toMatchObject([{ cidrBlocks: ["10.20.0.0/14"], fromPort: 443, toPort: 443 }]);
  });

  // https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-2
  it("lets nothing through the group that everything without one is put in", async () => {
    const [group] = ofType(await wholePlan(), "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    expect(group?.inputs).toMatchObject({ ingress: [], egress: [] });
  });

  it("logs all traffic to an encrypted group of ours that ends, which only the role's right lets be written", async () => {
    const plan = await wholePlan();
    const log = named(plan, "aws:ec2/flowLog:FlowLog", "shop-prod-network-flow-logs");
    expect(log.inputs).toMatchObject({ trafficType: "ALL", logDestinationType: "cloud-watch-logs" });
    const before = [...ancestors(plan, log)].map(({ type }) => type);
    expect(before).toEqual(expect.arrayContaining(["aws:iam/rolePolicy:RolePolicy"]));
    const group = named(plan, "aws:cloudwatch/logGroup:LogGroup", "shop-prod-network-flow-logs");
    expect(group.inputs["kmsKeyId"]).toMatch(/shop-prod-key-platform-key#arn}$/);
    expect(group.inputs["retentionInDays"]).toBe(30);
  });

  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
  it("keeps logs for as many days as CloudWatch can, never for fewer than wished", () => {
    expect([1, 7, 14, 31, 90, 365, 4000].map(decideRetention)).toEqual([1, 7, 14, 60, 90, 365, 3653]);
  });

  it("is read and not made when it is adopted, and pods share the nodes' subnets", async () => {
    const network = "vpc-0123456789abcdef0";
    const subnets = [1, 2, 3].map((zone) => `subnet-0123456789abcde${zone}`);
    const plan = await planOf(awsEnvironment({ network: { adopt: { network, subnets } } }));
    const parts = plan.resources.filter(
      ({ type, name }) =>
        /^aws:ec2\/(vpc|subnet|route|nat|internet|flowLog|default)/.test(type) && !name.endsWith("-door-cassandra"),
    );
    expect(parts.map(({ importId }) => importId)).toEqual([...subnets, network]);
    const cni = named(plan, "aws:eks/addon:Addon", "shop-prod-cluster-vpc-cni");
    expect(parsed(cni.inputs["configurationValues"])).not.toHaveProperty("eniConfig");
    expect(ofType(plan, "aws:eks/nodeGroup:NodeGroup").map(({ inputs }) => inputs["subnetIds"])).toContainEqual([
      subnets[0],
    ]);
  });
});

describe("the cluster", () => {
  it("is made after its role's rights, its log group and the way out of the network", async () => {
    const plan = await wholePlan();
    const before = [...ancestors(plan, named(plan, "aws:eks/cluster:Cluster", "shop-prod-cluster-eks"))].map(
      ({ type, name }) => `${type} ${name}`,
    );
    expect(before).toEqual(
      expect.arrayContaining([
        "aws:cloudwatch/logGroup:LogGroup shop-prod-cluster-logs",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment shop-prod-cluster-plane-AmazonEKSClusterPolicy",
        "aws:iam/rolePolicy:RolePolicy shop-prod-cluster-plane",
        "aws:ec2/route:Route shop-prod-network-nodes-euw1-az1",
        "aws:ec2/vpcEndpoint:VpcEndpoint shop-prod-network-door-ecr-api",
      ]),
    );
  });

  it("goes before the routes of every subnet do, so that what runs in it can still say goodbye", async () => {
    const plan = await planOf(development());
    const before = [...ancestors(plan, named(plan, "aws:eks/cluster:Cluster", "shop-prod-cluster-eks"))]
      .filter(({ type }) => type === "aws:ec2/routeTableAssociation:RouteTableAssociation")
      .map(({ name }) => name.replace(/^.*-network-/, ""));
    const zones = ["euw1-az1", "euw1-az2", "euw1-az3"];
    const tiers = ["data", "edge", "nodes", "pods"];
    expect(before.sort()).toEqual(tiers.flatMap((tier) => zones.map((zone) => `${tier}-${zone}`)));
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
  it("logs all that it can to the group that EKS looks for, which its key may encrypt", async () => {
    const plan = await wholePlan();
    const { inputs } = named(plan, "aws:eks/cluster:Cluster", "shop-prod-cluster-eks");
    expect(inputs["enabledClusterLogTypes"]).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    const { inputs: group } = named(plan, "aws:cloudwatch/logGroup:LogGroup", "shop-prod-cluster-logs");
    expect(group["name"]).toBe(`/aws/eks/${text(inputs["name"])}/cluster`);
    const policy = JSON.stringify(
      parsed(named(plan, "aws:kms/key:Key", "shop-prod-key-platform-key").inputs["policy"]),
    );
    expect(policy).toContain('"Service":"logs.eu-west-1.amazonaws.com"');
    expect(policy).toContain('"arn:aws:logs:eu-west-1:111122223333:log-group:*"');
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
  it("lets the deployers in, each by an entry, and not who made it", async () => {
    const plan = await wholePlan();
    const { inputs } = named(plan, "aws:eks/cluster:Cluster", "shop-prod-cluster-eks");
    expect(inputs["accessConfig"]).toEqual({
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: false,
    });
    expect(texts(plan, "aws:eks/accessPolicyAssociation:AccessPolicyAssociation", "principalArn")).toEqual([
      "arn:aws:iam::111122223333:role/deployer",
    ]);
  });

  it("encrypts Secrets with the platform's key, and is of the environment's version until its support ends", async () => {
    const { inputs } = named(await wholePlan(), "aws:eks/cluster:Cluster", "shop-prod-cluster-eks");
    expect(inputs).toMatchObject({ version: "1.36", upgradePolicy: { supportType: "STANDARD" } });
    expect(at(inputs, "encryptionConfig.provider.keyArn")).toMatch(/shop-prod-key-platform-key#arn}$/);
  });

  it("opens its private address to runners inside for a private runner alone", async () => {
    const environment = awsEnvironment();
    const allowed = { mode: "allow-list" as const, cidrs: ["203.0.113.0/24"] };
    const open = await planOf(awsEnvironment({ cluster: { ...environment.cluster, access: allowed } }));
    const groups = (plan: Plan) => texts(plan, "aws:eks/cluster:Cluster", "vpcConfig.securityGroupIds");
    expect(groups(open)).toEqual([[]]);
    expect(groups(await wholePlan())).toEqual([[expect.stringMatching(/shop-prod-cluster-runners#id}$/) as unknown]]);
  });

  it("tells pods' autoscaler the name that the cluster has, and lets it move this cluster's groups alone", async () => {
    const plan = await wholePlan();
    const { autoscaler } = aws.cluster(awsEnvironment());
    expect(texts(plan, "aws:eks/cluster:Cluster", "name")).toEqual([autoscaler?.cluster]);
    const rights = named(plan, "aws:iam/rolePolicy:RolePolicy", "shop-prod-cluster-autoscaler").inputs["policy"];
    expect(parsed(rights)).toMatchObject({
      Statement: [
        { Sid: "Look" },
        {
          Sid: "Move",
          Condition: { StringEquals: { "aws:ResourceTag/k8s.io/cluster-autoscaler/shop-prod-cluster": "owned" } },
        },
      ],
    });
  });
});

describe("add-ons", () => {
  const order = async (name: string): Promise<string[]> => {
    const plan = await wholePlan();
    const found = [...ancestors(plan, named(plan, "aws:eks/addon:Addon", `shop-prod-cluster-${name}`))];
    return found.filter(({ type }) => type === "aws:eks/nodeGroup:NodeGroup").map(({ name: group }) => group);
  };

  // https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
  it("that nodes need are there before the first node, and give each pod an address of the pods' subnets", async () => {
    const plan = await wholePlan();
    for (const group of ofType(plan, "aws:eks/nodeGroup:NodeGroup")) {
      const before = [...ancestors(plan, group)].map(({ inputs }) => inputs["addonName"]);
      expect(before).toEqual(expect.arrayContaining(["eks-pod-identity-agent", "kube-proxy", "vpc-cni"]));
    }
    const cni = named(plan, "aws:eks/addon:Addon", "shop-prod-cluster-vpc-cni");
    // The agent gives the network's pods their rights, so that it is there before them.
    expect([...ancestors(plan, cni)].map(({ inputs }) => inputs["addonName"])).toContain("eks-pod-identity-agent");
    expect(parsed(cni.inputs["configurationValues"])).toMatchObject({
      enableNetworkPolicy: "true",
      env: { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: "true", ENI_CONFIG_LABEL_DEF: "topology.kubernetes.io/zone" },
      eniConfig: { create: true, region: "eu-west-1" },
    });
    // Zones go by the names that nodes are labelled with, which only AWS knows.
    for (const zone of ["euw1-az1", "euw1-az2", "euw1-az3"])
      expect(text(cni.inputs["configurationValues"])).toMatch(
        new RegExp(`pods-${zone}#availabilityZone}":{"id":"[^"]*pods-${zone}#id}"}`),
      );
  });

  it("that run on nodes are made after them, since EKS waits until their pods run", async () => {
    for (const name of ["aws-ebs-csi-driver", "coredns", "metrics-server", "snapshot-controller"])
      expect({ name, groups: (await order(name)).length }).toEqual({ name, groups: 7 });
    for (const name of ["eks-pod-identity-agent", "kube-proxy", "vpc-cni"])
      expect({ name, groups: await order(name) }).toEqual({ name, groups: [] });
  });

  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
  it("have rights by the service account of their pods in this cluster, and nodes have none of theirs", async () => {
    const plan = await wholePlan();
    const trusts = Object.fromEntries(
      ["vpc-cni", "ebs-csi"].map((name) => [
        name,
        parsed(named(plan, "aws:iam/role:Role", `shop-prod-cluster-${name}`).inputs["assumeRolePolicy"]),
      ]),
    );
    const pods = (serviceAccount: string) => ({
      Statement: [
        {
          Principal: { Service: "pods.eks.amazonaws.com" },
          Condition: {
            StringEquals: {
              "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:eu-west-1:111122223333:cluster/shop-prod-cluster",
              "aws:RequestTag/kubernetes-namespace": "kube-system",
              "aws:RequestTag/kubernetes-service-account": serviceAccount,
            },
          },
        },
      ],
    });
    expect(trusts).toMatchObject({ "vpc-cni": pods("aws-node"), "ebs-csi": pods("ebs-csi-controller-sa") });
    const ofNodes = ofType(plan, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").filter(({ name }) =>
      name.startsWith("shop-prod-cluster-nodes-"),
    );
    expect(ofNodes.map(({ inputs }) => inputs["policyArn"])).toEqual([
      "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    ]);
  });

  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/templates/ebs-csi-default-sc.yaml
  it("make no storage class beside ours, and encrypt whatever else makes a volume, also after a destroy", async () => {
    const plan = await wholePlan();
    const disks = named(plan, "aws:eks/addon:Addon", "shop-prod-cluster-aws-ebs-csi-driver");
    expect(parsed(disks.inputs["configurationValues"])).toMatchObject({ defaultStorageClass: { enabled: false } });
    // https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/faq.md
    expect(parsed(disks.inputs["configurationValues"])).toMatchObject({ node: { reservedVolumeAttachments: 3 } });
    const [encryption] = ofType(plan, "aws:ebs/encryptionByDefault:EncryptionByDefault");
    expect(encryption).toMatchObject({ inputs: { enabled: true }, retainOnDelete: true });
  });
});

describe("nodes", () => {
  // https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
  it("have no public address, encrypted disks, and credentials that no pod can ask for", async () => {
    const templates = ofType(await wholePlan(), "aws:ec2/launchTemplate:LaunchTemplate");
    expect(templates.length).toBe(3);
    for (const { inputs } of templates) {
      expect(inputs).toMatchObject({
        metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
        networkInterfaces: [
          {
            associatePublicIpAddress: "false",
            securityGroups: [expect.stringMatching(/#vpcConfig.clusterSecurityGroupId}$/) as unknown],
          },
        ],
        blockDeviceMappings: [
          {
            ebs: { encrypted: "true", kmsKeyId: expect.stringMatching(/shop-prod-key-platform-key#arn}$/) as unknown },
          },
        ],
      });
      const userData = Buffer.from(text(inputs["userData"]), "base64").toString();
      expect(userData).toContain("Content-Type: application/node.eks.aws");
      expect(userData).toContain("maxPods: 110");
    }
  });

  it("carry the environment's tags, and so do their disks and interfaces", async () => {
    for (const { inputs } of ofType(await wholePlan(), "aws:ec2/launchTemplate:LaunchTemplate")) {
      const tags = expect.objectContaining({ environment: "shop-prod", owner: "platform" }) as unknown;
      expect(inputs["tagSpecifications"]).toEqual(
        ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      );
    }
  });

  it("are counted by the autoscaler once they are there", async () => {
    const groups = ofType(await wholePlan(), "aws:eks/nodeGroup:NodeGroup");
    expect(groups.filter(({ ignoreChanges }) => !ignoreChanges.includes("scalingConfig.desiredSize"))).toEqual([]);
  });
});

describe("the kubeconfig", () => {
  it("asks the AWS CLI for a token of whoever runs it, for this cluster in this region", async () => {
    const { outputs } = await wholePlan();
    const { kubeconfig } = outputs;
    expect(parsed(kubeconfig)).toMatchObject({
      "current-context": "shop-prod",
      clusters: [{ cluster: { server: expect.stringMatching(/#endpoint}$/) as unknown } }],
      users: [
        {
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "aws",
              args: [
                "--region",
                "eu-west-1",
                "eks",
                "get-token",
                "--cluster-name",
                "shop-prod-cluster",
                "--output",
                "json",
              ],
            },
          },
        },
      ],
    });
  });
});

describe("the provider", () => {
  it("is bound to the environment's account and region, and adds no tags behind the plan's back", async () => {
    const [provider] = ofType(await wholePlan(), "pulumi:providers:aws");
    const { region, allowedAccountIds, defaultTags } = provider?.inputs ?? {};
    expect({ region, allowedAccountIds, defaultTags }).toEqual({
      region: "eu-west-1",
      allowedAccountIds: '["111122223333"]',
      defaultTags: undefined,
    });
  });
});

describe("tags", () => {
  /** Types of this half that take none. */
  const untagged = [
    "accessPolicyAssociation:AccessPolicyAssociation",
    "encryptionByDefault:EncryptionByDefault",
    "rolePolicy:RolePolicy",
    "rolePolicyAttachment:RolePolicyAttachment",
    "route:Route",
    "routeTableAssociation:RouteTableAssociation",
    "vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation",
  ];

  it("are on all that takes them", async () => {
    const mine = (await wholePlan()).resources.filter(
      ({ type, name }) => type.startsWith("aws:") && /^shop-prod-(network|cluster|ingress-address)/.test(name),
    );
    const bare = mine.filter(({ inputs }) => at(inputs, "tags.environment") !== "shop-prod");
    expect([...new Set(bare.map(({ type }) => type.replace(/^aws:\w+\//, "")))].sort()).toEqual(untagged);
  });
});

describe("names", () => {
  const limits: Readonly<Record<string, number>> = {
    "aws:iam/role:": nameLimits.role,
    "aws:ec2/launchTemplate:": nameLimits.launchTemplate,
    "aws:ec2/securityGroup:": nameLimits.securityGroup,
  };
  const bare = { buckets: {}, stores: {}, domains: {}, events: {}, warehouses: {} };

  it("fit at the longest environment that the check lets pass", async () => {
    const environment = awsEnvironment(bare, "e".repeat(37));
    expect(checkAws(environment)).toEqual([]);
    for (const { type, name, inputs } of (await planOf(environment)).resources) {
      const [, limit] = Object.entries(limits).find(([prefix]) => type.startsWith(prefix)) ?? [];
      if (limit !== undefined) expect(name.length + autoNameSuffix).toBeLessThanOrEqual(limit);
      if (type === "aws:eks/nodeGroup:NodeGroup") expect(inputs["nodeGroupName"]).toMatch(/^.{1,63}$/);
      if (type === "aws:eks/cluster:Cluster") expect(inputs["name"]).toMatch(/^[0-9A-Za-z][\w-]{0,99}$/);
    }
  });

  it("fails in the plan where the check was not asked", async () => {
    await expect(planOf(awsEnvironment(bare, "e".repeat(38)))).rejects.toThrow("can be named");
  });
});

describe("a protected environment", () => {
  it("protects the cluster and the network, and nothing when it isn't one", async () => {
    const mine = ({ resources }: Plan) =>
      resources.filter(({ protect, name }) => protect && /-(network|cluster)-/.test(name)).map(({ type }) => type);
    expect([...new Set(mine(await wholePlan()))]).toEqual([
      "aws:eks/cluster:Cluster",
      "aws:ec2/subnet:Subnet",
      "aws:ec2/vpc:Vpc",
    ]);
    expect(mine(await planOf(awsEnvironment({ protect: false })))).toEqual([]);
  });

  it("deletes nothing that holds data to make room for its replacement, protected or not", async () => {
    for (const protect of [true, false]) {
      const { resources } = await planOf(awsEnvironment({ protect }));
      const first = new Set(resources.filter(({ deleteBeforeReplace }) => deleteBeforeReplace).map(({ type }) => type));
      for (const type of [
        "aws:kms/key:Key",
        "aws:rds/instance:Instance",
        "aws:s3/bucket:Bucket",
        "aws:ecr/repository:Repository",
      ]) {
        expect(resources.map((resource) => resource.type)).toContain(type);
        expect(first).not.toContain(type);
      }
    }
  });
});

describe("a transform", () => {
  it("has the last word on a child's arguments", async () => {
    const plan = await planOf(awsEnvironment(), {
      cluster: { nodeGroup: (args) => ({ ...args, updateConfig: { maxUnavailable: 3 } }) },
    });
    const updates = texts(plan, "aws:eks/nodeGroup:NodeGroup", "updateConfig");
    expect(updates).toEqual(updates.map(() => ({ maxUnavailable: 3 })));
    expect(updates.length).toBe(7);
  });
});
