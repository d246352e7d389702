import { randomBytes } from "node:crypto";
import type { TestHost } from "../../tools/hosts/testHost";

export interface Database {
  /** As `pulumi login` takes it. */
  readonly url: string;
  /** The rows of a query, a line each. */
  query(sql: string): Promise<string[]>;
}

/** The package can't be had from here. */
export class NotToBeHad extends Error {}

/** Installs Debian's PostgreSQL on a disposable host, open to whoever reaches it and knows the password. */
export async function installPostgres(host: TestHost): Promise<Database> {
  const password = randomBytes(16).toString("hex");
  const must = async (command: string, input?: string) => {
    const { code, stdout, stderr } = await host.run(command, { input, timeoutMs: 400_000 });
    if (code !== 0) throw new Error(`\`${command}\` ended with ${code} on ${host.name}:\n${stdout}${stderr}`);
    return stdout;
  };
  const install = "DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends postgresql";
  await must(`apt-get update -qq && ${install}`).catch((error: Error) => {
    throw new NotToBeHad(error.message);
  });
  const asPostgres = "runuser -u postgres -- psql --no-psqlrc --set ON_ERROR_STOP=1 --tuples-only --no-align";
  await must(
    asPostgres,
    `CREATE ROLE pulumi LOGIN PASSWORD '${password}';\nCREATE DATABASE pulumi OWNER pulumi;\nALTER SYSTEM SET listen_addresses = '*';\n`,
  );
  await must("echo 'host pulumi pulumi all scram-sha-256' | tee -a /etc/postgresql/*/main/pg_hba.conf");
  await must("systemctl restart postgresql@*-main.service");
  return {
    // It goes over the network of the test hosts, which is this machine's own.
    url: `postgres://pulumi:${password}@${host.address}:5432/pulumi?sslmode=disable`,
    query: async (sql) => (await must(`${asPostgres} pulumi`, sql)).split("\n").filter((line) => line !== ""),
  };
}
