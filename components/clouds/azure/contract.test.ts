import { describeRow } from "../row.contract.ts";
import { azureEnvironment } from "./environment.fixture.ts";

describeRow(azureEnvironment({}, "shop-contract"), {
  stateRegions: ["northeurope", "francecentral"],
  others: {
    networks: [
      "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/next",
      "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/other",
    ],
  },
});
