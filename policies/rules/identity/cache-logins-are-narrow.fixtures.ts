import { secretMarker } from "../../../plan/planned-resource.ts";
import { changedIn, fixturesOf, outputOf, planned, type RuleFixtures } from "../fixture.ts";
import { cacheLoginsAreNarrow } from "./cache-logins-are-narrow.ts";

const user = planned("aws:elasticache/user:User", {
  userId: "shop-prod-sessions-commerce-order",
  userName: "commerce-order",
  engine: "valkey",
  accessString: "on ~* &* +@all -@dangerous -@admin +info",
  passwords: [secretMarker],
});
const unprotected = changedIn([user], ["passwords", undefined]);
const group = planned("aws:elasticache/userGroup:UserGroup", {
  userGroupId: "shop-prod-sessions",
  engine: "valkey",
  userIds: ["shop-prod-sessions-default", outputOf("aws:elasticache/user:User", "userId", "order")],
});

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    cacheLoginsAreNarrow,
    "a user",
    [user],
    [
      {
        path: "accessString",
        absent: "violated",
        bad: [
          "on ~* +@all",
          "on ~app:* allcommands",
          "on ~* -@dangerous +@all -@admin",
          "on ~* +@read +@admin",
          "on ~* +@read nopass",
          "on ~app:* +@read (~* +@all) -@dangerous -@admin",
          7,
        ],
        good: ["on %R~* &* +@read +@connection -@dangerous -@admin", "off -@all", "off ~* +@all", "~* +@all"],
      },
      { path: "passwords", absent: "violated", bad: [[], "secret"], good: [secretMarker], hidden: "holds" },
      { path: "noPasswordRequired", absent: "holds", bad: [true, "true"], good: [false] },
    ],
    {
      holds: {
        "off without a password": changedIn(unprotected, ["accessString", "off -@all"]),
        "an identity of AWS's": changedIn(unprotected, ["authenticationMode", { type: "iam" }]),
        "a password that isn't kept": changedIn(unprotected, ["passwordsWo", secretMarker]),
      },
      violated: {
        "no login is asked for": changedIn(unprotected, ["authenticationMode", { type: "no-password-required" }]),
      },
    },
  ),
  fixturesOf(
    cacheLoginsAreNarrow,
    "a group",
    [group],
    [{ path: "userIds", absent: "violated", bad: [["default"], ["Default", "order"], [], "order"], good: [["order"]] }],
  ),
];
