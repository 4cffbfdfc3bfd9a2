import { expect, it } from "vitest";
import { decideMongodbDatabase, decideFollowers, mongodbFollowers, optionsText } from "./mongodb.ts";

it("gives one follower where the environment wants a standby, and never fewer than are wished for", () => {
  const followers = (replicas: number, highlyAvailable: boolean) =>
    decideFollowers({ wish: { placement: "managed", replicas }, highlyAvailable });
  expect([followers(0, false), followers(0, true), followers(1, false), followers(3, true)]).toEqual([0, 1, 1, 3]);
});

it("gives two followers in the cluster and one of a managed store where nothing is wished for", () => {
  expect(mongodbFollowers({ placement: "in-cluster" })).toBe(2);
  expect(mongodbFollowers({ placement: "managed" })).toBe(1);
  expect(mongodbFollowers({ placement: "in-cluster", replicas: 0 })).toBe(0);
});

it("writes options in order of name, and the file of authorities where there are any", () => {
  const options = { tls: "true", appName: "a b&c", retryWrites: "false" };
  expect(optionsText("orders", { options })).toBe("appName=a%20b%26c&retryWrites=false&tls=true");
  expect(optionsText("orders", { options: { tls: "true" }, authorities: "PEM" })).toBe(
    "tls=true&tlsCAFile=%2Fetc%2Flandbridge%2Fauthorities%2Forders.pem",
  );
});

it("keeps the database of the store whose copies may be brought in", () => {
  const restoreFrom = { bucket: "copies", store: "old-catalogue" };
  expect(decideMongodbDatabase("catalogue", {})).toBe("catalogue");
  expect(decideMongodbDatabase("catalogue", { restoreFrom })).toBe("old_catalogue");
  expect(decideMongodbDatabase("catalogue", { restoreFrom: { ...restoreFrom, database: "first" } })).toBe("first");
});
