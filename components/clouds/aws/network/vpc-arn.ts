/** A VPC, and where it is. */
export interface VpcPlace {
  readonly region: string;
  /** Id of the account that owns it. */
  readonly account: string;
  readonly vpc: string;
}

/** The VPC that an ARN names, or undefined where it names none. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function parseVpcArn(arn: string): VpcPlace | undefined {
  const [, region, account, vpc] =
    /^arn:aws:ec2:([a-z]{2}-[a-z]+-[0-9]):([0-9]{12}):vpc\/(vpc-[0-9a-f]{8,17})$/.exec(arn) ?? [];
  return region === undefined || account === undefined || vpc === undefined ? undefined : { region, account, vpc };
}

/** The VPC that an ARN names. Throws where it names none, which the check reports before it can happen. */
export function readVpcArn(arn: string): VpcPlace {
  const place = parseVpcArn(arn);
  if (place === undefined) throw new Error(`${arn} isn't the ARN of a VPC`);
  return place;
}
