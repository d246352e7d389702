const pulumi = require("@pulumi/pulumi");
const { NotifyService } = require("pulumi-systemd");
const services = require("./services.json");

const privateKey = new pulumi.Config().requireSecret("privateKey");

function sealed(connection) {
  const { proxy } = connection;
  return { ...connection, privateKey, ...(proxy && { proxy: { ...proxy, privateKey } }) };
}

/** A component hands few of its options on to its children; this one not. */
function deletingFirst({ props, opts }) {
  return { props, opts: { ...opts, deleteBeforeReplace: true } };
}

/** A host whose address isn't known before another service is up, as that of a machine which is yet to be made. */
function hostAfter(service, host) {
  return service === undefined ? host : service.status.apply(() => host);
}

const made = {};
for (const {
  resource,
  name = "myapp",
  connection,
  after,
  unit,
  secrets,
  options,
  deleteBeforeReplace,
} of services) {
  const args = {
    name,
    connection: { ...sealed(connection), host: hostAfter(made[after], connection.host) },
    source: new pulumi.asset.FileArchive("./app"),
    directory: `/usr/local/bin/${name}`,
    readiness: { minHealthyTime: "0s" },
    unit: { execStart: ["/usr/bin/python3", "app.py"], ...unit },
    ...(secrets && { secrets: pulumi.secret(secrets) }),
  };
  made[resource] = new NotifyService(resource, args, {
    ...options,
    ...(deleteBeforeReplace && { transformations: [deletingFirst] }),
  });
}
