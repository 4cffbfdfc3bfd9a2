import { expect, it } from "vitest";
import { awsNodeRoom } from "./node-room.ts";

// https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
it("is what EKS' image keeps: 70m of two CPUs, 255 MiB and 11 MiB for each pod, 100 MiB for evictions", () => {
  expect(awsNodeRoom({ cpu: 2, memoryGiB: 8 })).toEqual({ cpu: 1.93, memoryGiB: 8 - 1465 / 1024 - 100 / 1024 });
  expect(awsNodeRoom({ cpu: 8, memoryGiB: 32 }).cpu).toBeCloseTo(7.91, 5);
});

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html: 8 interfaces of 30 addresses.
it("keeps memory for 234 pods on machines from 16 CPUs on, though fewer are let in", () => {
  expect(awsNodeRoom({ cpu: 16, memoryGiB: 64 }).memoryGiB).toBeCloseTo(64 - (255 + 11 * 234 + 100) / 1024, 5);
});
