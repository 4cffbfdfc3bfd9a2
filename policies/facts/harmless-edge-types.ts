/** Types of the public edge that no rule names, and why there is nothing to judge in them by themselves. */
export const harmlessEdgeTypes: Readonly<Record<string, string>> = {
  "gcp:certificatemanager/certificate:Certificate":
    "Google makes it and keeps its key; by which versions it is spoken is judged at the proxy's policy.",
  "gcp:certificatemanager/certificateMap:CertificateMap": "A list of certificates by name.",
  "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry":
    "A name in a list of certificates; the zone is judged.",
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization":
    "Lets Google prove a name by a record; the zone is judged.",
  "gcp:compute/globalForwardingRule:GlobalForwardingRule":
    "Leads an address to a proxy; that one without TLS only redirects is judged at the proxy.",
  "gcp:compute/globalNetworkEndpoint:GlobalNetworkEndpoint":
    "A name; that it is reached by TLS is judged at the service.",
  "gcp:compute/globalNetworkEndpointGroup:GlobalNetworkEndpointGroup":
    "A list of names; that they are reached by TLS is judged at the service.",
  "gcp:dns/recordSet:RecordSet": "Says what the world may know; the zone is judged.",
  "aws:acm/certificate:Certificate":
    "AWS makes it and keeps its key; by which versions it is spoken is judged at the distribution.",
  "aws:acm/certificateValidation:CertificateValidation": "Waits until a certificate is issued and makes nothing.",
  "aws:cloudfront/cachePolicy:CachePolicy": "Says how long answers are kept; who says private is never kept.",
  "aws:cloudfront/originAccessControl:OriginAccessControl":
    "Signs what a distribution asks a bucket for; who may read is judged at the bucket.",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": "Can only tighten what browsers may do.",
  "aws:cloudwatch/logDelivery:LogDelivery": "Joins a log and its place; that there is a log is judged.",
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": "Names a place for logs; the group is judged.",
  "aws:route53/healthCheck:HealthCheck": "Asks a public name how it is, and changes nothing.",
  "aws:route53/keySigningKey:KeySigningKey": "Joins a key and a zone; that the zone is signed is judged.",
  "aws:route53/record:Record": "Says what the world may know; the zone is judged.",
  "aws:wafv2/ipSet:IpSet": "A list of addresses; what is done about them is in the web ACL.",
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration":
    "Says where a firewall writes; requests themselves are logged at the distribution.",
  "azure-native:cdn:AFDEndpoint": "A name of Azure's; its route and its domain are judged.",
  "azure-native:cdn:AFDOriginGroup": "A list of origins; each is judged.",
  "azure-native:cdn:Rule":
    "Changes headers and how long answers are kept; that routes are encrypted is judged at them.",
  "azure-native:cdn:RuleSet": "A list of rules for the cache, each of its own type.",
  "azure-native:dns:RecordSet": "Says what the world may know; the zone is judged.",
  "azure-native:trafficmanager:Profile": "Shares visitors out among public names.",
};
