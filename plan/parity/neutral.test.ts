import { describe, expect, it } from "vitest";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import { decideAddresses } from "../../components/kit/network/addresses.ts";
import { placeholder, secretMarker } from "../planned-resource.ts";
import { leavesOf, neutralOf } from "./neutral.ts";

const cidr = "10.20.0.0/14";
const neutral = neutralOf(
  { ...gcpEnvironment({ network: { cidr } }), name: "shop-prod" },
  { outputs: { platform: { registryHost: "registry.example.org/shop", version: 1 } } },
);

describe("the words of one environment", () => {
  it("become what they stand for", () => {
    const { pods, dataByZone } = decideAddresses(cidr);
    expect(neutral(`shop-prod-x from ${pods} to ${dataByZone[1] ?? ""}`)).toBe(
      "<environment>-x from <pods> to <dataByZone 1>",
    );
  });

  it("count as computed when the cloud gives them, whether or not they are known beforehand", () => {
    expect(neutral("registry.example.org/shop/order:1")).toBe("<computed>/order:1");
  });

  it("are the storage class that the cloud has, by any name", () => {
    expect(neutral("landbridge-zonal")).toBe("<storage class>");
  });

  it("lose the hash of a content and nothing else that looks like one", () => {
    expect([neutral("config-0123456789"), neutral("config-0123456789ab"), neutral("v-1234")]).toEqual([
      "config-<hash>",
      "config-0123456789ab",
      "v-1234",
    ]);
  });

  it("say that the cloud knows, wherever it is asked", () => {
    const [one, other] = ["shop-prod", "shop-test"].map((stack) =>
      leavesOf({ host: `${placeholder(`urn:pulumi:${stack}::p::t::n`, "address")}:5432` }, neutral),
    );
    expect(one).toEqual([{ path: "host", value: "<computed>:5432" }]);
    expect(one).toEqual(other);
  });

  it("are not the certificates that a cloud has, nor how many", () => {
    const pem = (text: string): string => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
    const given = placeholder("urn:pulumi:shop-prod::p::t::n", "certificate");
    const said = [pem("a"), `${pem("b")}${pem("c")}`, `${given}\n`].map(
      (file) => leavesOf({ file }, neutral)[0]?.value,
    );
    expect(new Set(said)).toEqual(new Set(["<computed>"]));
  });

  it("have paths by the names of a list's items, where each has one of its own", () => {
    const paths = (list: { name: string; value: string }[]) => leavesOf({ env: list }, neutral).map(({ path }) => path);
    expect(paths([{ name: "MODE", value: "a" }])).toEqual(["env.MODE.name", "env.MODE.value"]);
    expect(
      paths([
        { name: "MODE", value: "a" },
        { name: "MODE", value: "b" },
      ]),
    ).toContain("env.1.value");
  });

  it("keep the paths of empty lists and of secrets", () => {
    expect(leavesOf({ b: [], a: secretMarker, c: [true, null] }, neutral).map(({ path }) => path)).toEqual([
      "a.landbridge:secret",
      "b",
      "c.0",
      "c.1",
    ]);
  });
});
