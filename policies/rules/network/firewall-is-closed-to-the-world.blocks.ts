/** Whether a block is so large that it stands for the whole Internet. */
export function isWideBlock(block: string): boolean {
  const [, length = "32"] = block.split("/");
  // 0.0.0.0/1 and 128.0.0.0/1 together are the whole Internet too.
  return Number(length) < 8 && !/^(?:10|fc|fd)/i.test(block);
}
