import { expect, it } from "vitest";
import { exampleEnvironment } from "../../components/example-environment.fixture.ts";
import { wishOf } from "./reader.ts";

const environment = exampleEnvironment();
const wish = (namespace: string, name: string, label: string) =>
  wishOf(
    { inputs: { metadata: { namespace, name, labels: { "app.kubernetes.io/name": label } } } },
    { environment, canBeManaged: () => true, resources: [] },
  );

it("finds a service by its name, and by its label what a service has besides", () => {
  expect(wish("commerce", "order", "order")).toBe("domains.commerce.services.order");
  expect(wish("commerce", "order-task", "order")).toBe("domains.commerce.services.order");
});

it("finds a store by its label, and a service's part never as a store of the same name", () => {
  expect(wish("landbridge-data", "orders-setup", "orders")).toBe("stores.orders");
  const services = { sessions: { image: "commerce/sessions:1.0.0" } };
  const same = exampleEnvironment({ domains: { commerce: { owner: "team", services } } });
  const inputs = {
    metadata: { namespace: "commerce", name: "sessions-task", labels: { "app.kubernetes.io/name": "sessions" } },
  };
  expect(wishOf({ inputs }, { environment: same, canBeManaged: () => true, resources: [] })).toBe(
    "domains.commerce.services.sessions",
  );
});

it("finds nothing for what nobody wished for", () => {
  expect(wish("landbridge-operators", "cert-manager", "cert-manager")).toBe("");
});
