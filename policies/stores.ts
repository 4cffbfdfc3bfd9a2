/** Resources that hold data that can't be made again, by type token. */
export const storeTypes = [
  "gcp:compute/disk:Disk",
  "gcp:kms/cryptoKey:CryptoKey",
  "gcp:sql/databaseInstance:DatabaseInstance",
  "gcp:storage/bucket:Bucket",
  "kubernetes:core/v1:PersistentVolumeClaim",
  "kubernetes:kafka.strimzi.io/v1:Kafka",
  "kubernetes:kafka.strimzi.io/v1:KafkaNodePool",
  "kubernetes:postgresql.cnpg.io/v1:Cluster",
  "kubernetes:redis.redis.opstreelabs.in/v1beta2:RedisCluster",
] as const;
