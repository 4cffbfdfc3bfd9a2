/**
 * The region in which CloudFront looks for certificates and firewalls and from which it sends logs, and in which Route 53
 * looks for keys, wherever the environment's own region is.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 */
export const edgeRegion = "us-east-1";
