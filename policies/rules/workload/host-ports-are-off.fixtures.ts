import { unknownMarker } from "../../../plan/planned-resource.ts";
import { containerFixtures } from "../pod-fixture.ts";
import { hostPortsAreOff } from "./host-ports-are-off.ts";

export const fixtures = containerFixtures(hostPortsAreOff, {
  holds: { "has no ports": ["ports", undefined], "says zero": ["ports[0].hostPort", 0] },
  violated: {
    "takes a port": ["ports[0].hostPort", 80],
    "takes a port in words": ["ports[0].hostPort", "80"],
    "ports are no list": ["ports", 80],
  },
  undecided: {
    "only the cloud knows": ["ports[0].hostPort", unknownMarker],
    "nobody knows its ports": ["ports", unknownMarker],
  },
  guards: [{ path: "ports[0].hostPort", absent: "holds", bad: [80, "80"] }],
});
