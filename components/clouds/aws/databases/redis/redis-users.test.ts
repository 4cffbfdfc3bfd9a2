import { describe, expect, it } from "vitest";
import { redisUserId } from "./redis-users.ts";

// https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html
describe("the id of a user", () => {
  const long = "a".repeat(30);
  const ids = [
    redisUserId("shop-prod-sessions", "commerce-order"),
    redisUserId("shop-prod-sessions", "commerce-order.warm"),
    redisUserId("shop-prod-sessions", "commerce-order-warm"),
    redisUserId("shop-prod", "sessions-commerce-order"),
    redisUserId("shop-prod-sessions", "commerce--order"),
    redisUserId("shop-prod-sessions", `${long}-${long}`),
    redisUserId("shop-prod-sessions", `${long}-${long}.warm`),
    redisUserId("shop-prod-sessions", "default"),
  ];

  it("is of 40 letters, digits and single dashes at most", () => {
    for (const id of ids) expect(id).toMatch(/^(?=.{1,40}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it("is another for each user of each cluster, and the same each time", () => {
    expect(new Set(ids).size).toBe(ids.length);
    expect(redisUserId("shop-prod-sessions", "commerce-order")).toBe(ids[0]);
  });
});
