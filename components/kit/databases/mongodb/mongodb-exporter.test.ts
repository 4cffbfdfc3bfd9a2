import { expect, it } from "vitest";
import { decideMongodbHosts, mongodbOperatorUsers } from "./mongodb-cluster.ts";
import { decideMongodbExporter } from "./mongodb-exporter.ts";

const exporter = decideMongodbExporter({ image: "e:1", users: "docs-users", service: "docs-rs0" });
const json = JSON.stringify(exporter);

it("asks its own member, by a name that is on the member's certificate", () => {
  const host = /mongodb:\/\/\$\(POD_NAME\)(\.[^:]+):27017/.exec(json)?.[1];
  expect(decideMongodbHosts("docs")).toContain(`*${host}`);
  expect(json).toContain("tls=true&tlsCAFile=/etc/mongodb-ssl/ca.crt");
  expect(json).not.toMatch(/insecure/i);
});

it("logs in as the operator's user that may only look, whose password it is given", () => {
  const keys = [...json.matchAll(/"key":"([A-Z_]+)"/g)].map(([, key]) => key);
  expect(keys).toEqual(["MONGODB_CLUSTER_MONITOR_USER", "MONGODB_CLUSTER_MONITOR_PASSWORD"]);
  expect(Object.keys(mongodbOperatorUsers)).toContain("MONGODB_CLUSTER_MONITOR");
});

it("may be refused by no restricted namespace, and asks for little", () => {
  expect(exporter.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
  expect(exporter.resources).toEqual({ requests: { cpu: "20m", memory: "128Mi" }, limits: { memory: "128Mi" } });
});
