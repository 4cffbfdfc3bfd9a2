import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { EnvironmentError, renderIssue } from "../../components/kit/errors.ts";
import { decideInside } from "../../components/kit/network/peers.ts";
import { loadEnvironment } from "../load.ts";
import { soundFile, testSchema, writeProject } from "../project.fixture.ts";

function problems(network: string): string[] {
  const root = writeProject({ "shop/dev.yaml": `${soundFile}network:\n${network.replace(/^/gm, "  ")}\n` });
  try {
    loadEnvironment("shop-dev", { root, schema: testSchema });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.issues.map(renderIssue).map((line) => line.replace(/^\S+ /, "").replaceAll(`"`, ""));
  }
  return [];
}

const peer = (fields: string, cidr = "10.64.0.0/14"): string =>
  `{ kind: vpn, cidr: ${cidr}, sharedSecret: { secret: link }${fields} }`;
const network = (...peers: readonly string[]): string =>
  ["cidr: 10.20.0.0/14", "peers:", ...peers.map((line) => `  ${line}`)].join("\n");

/** Two names whose tunnels would have the same addresses. */
const [first, second] = (() => {
  const seen = new Map<string, string>();
  for (let number = 0; ; number += 1) {
    const name = `shop-p${number}`;
    const block = decideInside("shop-dev", name, {});
    const other = seen.get(block);
    if (other !== undefined) return [other, name];
    seen.set(block, name);
  }
})();

describe("peers of an environment", () => {
  it("are right when each has a block, a secret and addresses of its own", () => {
    expect(problems(network(`shop-aws: ${peer(", gateways: [203.0.113.1, 203.0.113.2]")}`))).toEqual([]);
    expect(problems(network(`shop-aws: ${peer(", inside: 169.254.21.16/28")}`))).toEqual([]);
  });

  it.each([
    [
      "is the environment itself",
      network(`shop-dev: ${peer("")}`),
      "network.peers.shop-dev: is this environment itself; name the environment at the other end, or delete it",
    ],
    [
      "shares addresses with the environment",
      network(`shop-aws: ${peer("", "10.20.0.0/16")}`),
      "network.peers.shop-aws.cidr = 10.20.0.0/16: shares addresses with network.cidr (10.20.0.0/14), so that no route could tell them apart; give each environment a block of its own before it is made, e.g. 10.64.0.0/14",
    ],
    [
      "shares addresses with another peer",
      network(`shop-aws: ${peer("")}`, `shop-gcp: ${peer(", inside: 169.254.21.16/28", "10.66.0.0/16")}`),
      "network.peers.shop-gcp.cidr = 10.66.0.0/16: shares addresses with network.peers.shop-aws.cidr (10.64.0.0/14), so that no route could tell them apart; give each environment a block of its own before it is made, e.g. 10.64.0.0/14",
    ],
    [
      "has a block that no environment has",
      network(`shop-aws: ${peer("", "8.8.0.0/16")}`),
      "network.peers.shop-aws.cidr = 8.8.0.0/16: isn't private (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10); write the network.cidr of shop-aws, as its file has it",
    ],
    [
      "has a gateway inside of a network",
      network(`shop-aws: ${peer(", gateways: [203.0.113.1, 10.64.0.1]")}`),
      "network.peers.shop-aws.gateways[1] = 10.64.0.1: isn't an address of the internet; write what the stack of shop-aws puts out as platform.peers",
    ],
    [
      "has a gateway that is link-local",
      network(`shop-aws: ${peer(", gateways: [203.0.113.1, 169.254.21.1]")}`),
      "network.peers.shop-aws.gateways[1] = 169.254.21.1: isn't an address of the internet; write what the stack of shop-aws puts out as platform.peers",
    ],
    [
      "has three addresses",
      network(`shop-aws: ${peer(", gateways: [203.0.113.1, 203.0.113.2, 203.0.113.3]")}`),
      "network.peers.shop-aws.gateways: must be 2 addresses, or 4 of a cloud with one per tunnel",
    ],
    [
      "has tunnels' addresses that Azure doesn't take",
      network(`shop-aws: ${peer(", inside: 169.254.20.0/28")}`),
      "network.peers.shop-aws.inside = 169.254.20.0/28: isn't a /28 of 169.254.21.0/24 or 169.254.22.0/24; write 169.254.21.16/28 or another /28 of those",
    ],
    [
      "has another's tunnels' addresses",
      network(`${first}: ${peer("")}`, `${second}: ${peer("", "10.128.0.0/14")}`),
      `network.peers.${second}: has its tunnels' addresses in ${decideInside("shop-dev", second, {})}, as ${first} has; write inside: `,
    ],
    [
      "would need routes in an adopted network",
      `${network(`shop-aws: ${peer("")}`)}\nadopt: { network: n-1, subnets: [s-1] }`,
      "network.peers: would need routes and a gateway in a network that is adopted, which is never changed; delete peers and let the network's owner join them, or delete adopt",
    ],
  ])("are refused where one %s", (_, file, message) => {
    expect(problems(file).join("\n")).toContain(message);
    expect(problems(file)).toHaveLength(1);
  });

  it("are right on the same cloud when each names the other's network, and refused by the same rules", () => {
    const beside = (cidr: string, fields = ""): string =>
      network(`shop-next: { kind: peering, cidr: ${cidr}, network: some/network${fields} }`);
    expect(problems(beside("10.64.0.0/14"))).toEqual([]);
    expect(problems(beside("10.64.0.0/14", ", connection: c-1"))).toEqual([]);
    expect(problems(beside("10.20.0.0/16")).join("\n")).toContain("shares addresses with network.cidr (10.20.0.0/14)");
    expect(problems(network("shop-next: { kind: peering, cidr: 10.64.0.0/14 }"))).toHaveLength(1);
    expect(problems(`${beside("10.64.0.0/14")}\nadopt: { network: n-1, subnets: [s-1] }`).join("\n")).toContain(
      "would need routes and a gateway in a network that is adopted",
    );
  });

  it("keep their secret out of the file", () => {
    expect(problems(network("shop-aws: { kind: vpn, cidr: 10.64.0.0/14, sharedSecret: hunter2 }"))).toHaveLength(1);
  });
});

describe("the page about peers", () => {
  const text = readFileSync(new URL("../../docs/peers.md", import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^ *```yaml\n([\s\S]*?)```/gm)].map(([, block = ""]) => block);

  it("shows files that are taken and break no rule, each other's peers", () => {
    const [gcp = "", aws = "", later = "", ...besides] = blocks;
    const peers = z.object({ network: z.object({ cidr: z.string(), peers: z.record(z.string(), z.unknown()) }) });
    const [one, other] = [peers.parse(parse(gcp)).network, peers.parse(parse(aws)).network];
    expect(one.peers["shop-aws"]).toEqual({ ...z.looseObject({}).parse(other.peers["shop-gcp"]), cidr: other.cidr });
    expect(other.peers["shop-gcp"]).toMatchObject({ cidr: one.cidr });
    for (const block of [one, other, { ...other, peers: z.record(z.string(), z.unknown()).parse(parse(later)) }])
      expect(problems(stringify(block))).toEqual([]);
    expect(besides).toHaveLength(3);
    for (const block of besides) expect(problems(stringify(peers.parse(parse(block)).network))).toEqual([]);
  });
});
