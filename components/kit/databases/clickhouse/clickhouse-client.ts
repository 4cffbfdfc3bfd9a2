import { clickhouseAdmin } from "./clickhouse.ts";

/**
 * Writes the file by which the client in `$work` logs in as administrator, from variables of which the password is forgotten then.
 * https://clickhouse.com/docs/interfaces/cli#configuration_files
 */
export const clickhouseClientFile = `cat > "$work/client.xml" <<EOF
<config>
  <secure>true</secure>
  <port>$CLICKHOUSE_NATIVE_PORT</port>
  <user>${clickhouseAdmin}</user>
  <password>$ADMIN_PASSWORD</password>
  <history_file>/dev/null</history_file>
  <openSSL>
    <client>
      <caConfig>$CA_FILE</caConfig>
      <verificationMode>strict</verificationMode>
      <extendedVerification>true</extendedVerification>
      <loadDefaultCAFile>false</loadDefaultCAFile>
      <invalidCertificateHandler><name>RejectCertificateHandler</name></invalidCertificateHandler>
    </client>
  </openSSL>
</config>
EOF
unset ADMIN_PASSWORD`;
