import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { bucketActions } from "./bucket-actions.ts";
import { decideObjectLogins } from "./object-logins.ts";
import { decideLoginsFile, loginsHash, objectAdmin, objectArguments } from "./object-server.ts";

const domainsOf = (uploads: string) => ({
  commerce: {
    owner: "commerce-team",
    services: {
      order: { image: "a/b:1", buckets: { uploads, archive: "read" } },
      plain: { image: "a/b:1" },
    },
  },
});
const environment = exampleEnvironment({
  stores: {
    orders: { kind: "postgres", restoreFrom: { bucket: "copies", store: "old-orders" } },
    carts: { kind: "redis" },
  },
  buckets: { uploads: {}, archive: {}, copies: {} },
  domains: domainsOf("read-write"),
});
const logins = decideObjectLogins(environment);

describe("the logins of buckets in the cluster", () => {
  it("are those of services and stores that have to do with buckets, and nobody else's", () => {
    expect(logins.map(({ name }) => name)).toEqual(["commerce-order", "landbridge-data-orders"]);
  });

  it("reach their buckets alone", () => {
    const named = logins.map(({ policy }) => [...new Set(policy.match(/arn:aws:s3:::[a-z*-]+/g))].sort());
    expect(named).toEqual([
      ["arn:aws:s3:::landbridge-archive", "arn:aws:s3:::landbridge-uploads"],
      ["arn:aws:s3:::landbridge-copies"],
    ]);
  });

  it("write where they may write, and change no bucket's settings and no earlier version", () => {
    const actionsOf = (uploads: string) => {
      const [login] = decideObjectLogins(
        exampleEnvironment({ buckets: { uploads: {}, archive: {} }, domains: domainsOf(uploads) }),
      );
      return login?.policy ?? "";
    };
    expect(actionsOf("read")).not.toMatch(/Put|Delete/);
    expect(actionsOf("read-write")).toMatch(/s3:PutObject"/);
    expect(bucketActions["read-write"].objects).toContain("s3:DeleteObject");
    expect(bucketActions.add.objects).toEqual(expect.arrayContaining(["s3:GetObject", "s3:PutObject"]));
    expect(JSON.stringify(bucketActions.add)).not.toContain("Delete");
    for (const { policy } of logins)
      expect(policy).not.toMatch(/"s3:\*|s3:(?:Put|Delete)(?:Bucket|Lifecycle|ObjectVersion|ObjectRetention)|Bypass/);
  });
});

describe("the server's file of logins", () => {
  const file = decideLoginsFile(logins, (name) => `key of ${name}`);

  it("has one who makes buckets, and everybody else with a policy and no right besides", () => {
    expect(file.identities.map(({ name, actions }) => [name, actions])).toEqual([
      [objectAdmin, ["Admin"]],
      ["commerce-order", []],
      ["landbridge-data-orders", []],
    ]);
    expect(file.identities[1]).toMatchObject({
      credentials: [{ accessKey: "commerce-order", secretKey: "key of commerce-order" }],
      policyNames: ["commerce-order"],
    });
    expect(file.policies.map(({ name }) => name)).toEqual(["commerce-order", "landbridge-data-orders"]);
  });

  it("has another hash for other rights", () => {
    const others = decideObjectLogins({ ...environment, domains: {} });
    expect(loginsHash(others)).not.toBe(loginsHash(logins));
    expect(loginsHash(decideObjectLogins(environment))).toBe(loginsHash(logins));
  });
});

describe("the server", () => {
  it("speaks S3 to others, by TLS and with logins, and everything else to its own pod", () => {
    const given = objectArguments();
    expect(given.filter((argument) => argument.includes("0.0.0.0"))).toEqual(["-s3.ip.bind=0.0.0.0"]);
    expect(given).toEqual(
      expect.arrayContaining([
        "-ip.bind=127.0.0.1",
        "-s3.cert.file=/etc/landbridge/tls/tls.crt",
        "-s3.key.file=/etc/landbridge/tls/tls.key",
        "-s3.config=/etc/landbridge/logins/logins.json",
        "-s3.iam=false",
      ]),
    );
  });

  it("writes its log where the cluster reads it, and none on its disk", () => {
    expect(objectArguments()[0]).toBe("-logtostderr=true");
  });

  it("tells nobody about the cluster", () => {
    expect(objectArguments()).toContain("-master.telemetry=false");
  });
});
