const pulumi = require("@pulumi/pulumi");
const { NotifyService } = require("pulumi-systemd");
const { host, canaries, does, secrets, connection: others, text } = require("./settings.json");

const config = new pulumi.Config();
const connection = {
  ...host,
  user: "operator",
  privateKey: config.requireSecret("privateKey"),
  privateKeyPassword: config.requireSecret("passphrase"),
  password: pulumi.secret(canaries.password),
  sudoPassword: pulumi.secret(canaries.sudoPassword),
  dialErrorLimit: 1,
  // Whatever is not marked here is for the component to mark.
  proxy: { ...host, user: "guest", password: canaries.proxyPassword },
  ...others,
};
const source = new pulumi.asset.FileArchive("./app");
const readiness = { minHealthyTime: "1s" };

new NotifyService("typed", {
  connection,
  source,
  readiness,
  createUser: true,
  unit: {
    execStart: ["/usr/bin/python3", "app.py", does],
    user: "typed",
    restart: "no",
    environment: { TOKEN: pulumi.secret(canaries.environment) },
  },
  secrets: {
    configured: config.requireSecret("configured"),
    made: pulumi.secret(canaries.made),
    plain: canaries.plain,
    ...secrets,
  },
});

new NotifyService("given", {
  connection,
  source,
  readiness,
  directory: "/srv/given",
  unit: {
    text: pulumi.secret(`[Unit]
Description=Given
[Service]
Type=notify
ExecStart=/usr/bin/python3 /srv/given/app.py serve
Environment=TOKEN=${canaries.text}
${text ?? ""}`),
  },
});
