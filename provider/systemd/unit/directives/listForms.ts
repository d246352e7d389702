import { isIP } from "node:net";
import { constants } from "node:os";
import { accountObjection } from "../accountName";
import { splitWords } from "../words";
import { isSignal } from "./numberForms";
import { forEach, nameSet, TRUTH, type ValueForm } from "./valueForm";

/** A list with blanks between its words, of which systemd drops each one that it doesn't know. */
function listOf(name: string, remedy: string, accepts: (word: string) => boolean): ValueForm {
  return { name, remedy, accepts: (value) => splitWords(value)?.every(({ text }) => accepts(text)) ?? false };
}

/** The same, where a `~` in front turns what is allowed into what is forbidden. */
function invertible(name: string, remedy: string, accepts: (word: string) => boolean): ValueForm {
  const list = listOf(name, remedy, accepts);
  return { ...list, accepts: (value) => list.accepts(value.replace(/^~/, "")) };
}

const CAPABILITIES = invertible(
  "list of capabilities",
  "names of capabilities(7), like `CAP_NET_BIND_SERVICE`",
  (word) => /^cap_[a-z_]+$/i.test(word) || (/^[0-9]+$/.test(word) && Number(word) <= 62),
);

const NAMESPACES = nameSet("cgroup ipc mnt net pid time user uts");

const NAMESPACE_LIST = invertible("list of namespaces", `some of ${[...NAMESPACES].join(", ")}`, (word) =>
  NAMESPACES.has(word),
);

const CALL_GROUPS = nameSet(`
  @aio @basic-io @chown @clock @cpu-emulation @debug @default @file-system @io-event @ipc @keyring @known @memlock
  @module @mount @network-io @obsolete @pkey @privileged @process @raw-io @reboot @resources @sandbox @setuid
  @signal @swap @sync @system-service @timer`);

const CALLS = invertible(
  "list of system calls",
  "names of system calls, or of groups as `systemd-analyze syscall-filter` lists them",
  (word) => CALL_GROUPS.has(word) || /^[a-z0-9_]+(?::[A-Za-z0-9]+)?$/.test(word),
);

const FAMILIES = nameSet(`
  AF_ALG AF_APPLETALK AF_ASH AF_ATMPVC AF_ATMSVC AF_AX25 AF_BLUETOOTH AF_BRIDGE AF_CAIF AF_CAN AF_DECnet AF_ECONET
  AF_FILE AF_IB AF_IEEE802154 AF_INET AF_INET6 AF_IPX AF_IRDA AF_ISDN AF_IUCV AF_KCM AF_KEY AF_LLC AF_LOCAL AF_MCTP
  AF_MPLS AF_NETBEUI AF_NETLINK AF_NETROM AF_NFC AF_PACKET AF_PHONET AF_PPPOX AF_QIPCRTR AF_RDS AF_ROSE AF_ROUTE
  AF_RXRPC AF_SECURITY AF_SMC AF_SNA AF_TIPC AF_UNIX AF_VSOCK AF_WANPIPE AF_X25 AF_XDP`);

const ARCHITECTURES = nameSet(`
  native x86 x86-64 x32 alpha arc arc-be arm arm-be arm64 arm64-be cris ia64 loongarch64 m68k mips mips-le mips64 mips64-le
  mips64-n32 mips64-le-n32 nios2 parisc parisc64 ppc ppc-le ppc64 ppc64-le riscv32 riscv64 s390 s390x sh sh64 sparc
  sparc64 tilegx`);

const CONTROLLERS = nameSet("cpu cpuacct cpuset io blkio memory devices pids bpf-firewall bpf-devices");

const CONTROLLER_LIST = listOf("list of controllers", `some of ${[...CONTROLLERS].join(", ")}`, (word) =>
  CONTROLLERS.has(word),
);

function isAddress(word: string): boolean {
  if (/^(?:any|localhost|link-local|multicast)$/.test(word)) return true;
  const [address = "", prefix] = word.split("/");
  const version = isIP(address);
  if (prefix === undefined) return version !== 0;
  return version !== 0 && /^[0-9]+$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}

const STANDARD_OUTPUT: ValueForm = {
  name: "place for output",
  remedy: "`journal`, `null`, `inherit`, or `append:` and an absolute path",
  accepts: (value) =>
    /^(?:inherit|null|tty|socket|(?:journal|kmsg|syslog)(?:\+console)?|fd(?::.+)?|(?:file|append|truncate):[/%].*)$/.test(
      value,
    ),
};

/** Names of exit statuses beside signals and numbers (systemd.exec(5), "Process Exit Codes"; sysexits.h). */
const STATUS_NAME = /^(?!SIG|CAP_|AF_|E(?!XEC))[A-Z][A-Z_]+$/;

export const LIST_FORMS = [
  ...forEach("CapabilityBoundingSet AmbientCapabilities", CAPABILITIES),
  ...forEach(
    "RestrictAddressFamilies",
    invertible(
      "list of address families",
      "names like `AF_UNIX AF_INET AF_INET6`, or `none`",
      (word) => word === "none" || FAMILIES.has(word),
    ),
  ),
  ...forEach("RestrictNamespaces", {
    ...NAMESPACE_LIST,
    remedy: `\`yes\`, \`no\`, or ${NAMESPACE_LIST.remedy}`,
    accepts: (value) => TRUTH.test(value) || NAMESPACE_LIST.accepts(value),
  }),
  ...forEach("SystemCallFilter SystemCallLog", CALLS),
  ...forEach(
    "SystemCallArchitectures",
    listOf("list of architectures", "`native`, or names like `x86-64`", (word) => ARCHITECTURES.has(word)),
  ),
  ...forEach("SystemCallErrorNumber", {
    name: "error number",
    remedy: "a name of errno(3), like `EPERM`, or `kill`",
    accepts: (value) =>
      value === "kill" ||
      Object.hasOwn(constants.errno, value) ||
      (/^[1-9][0-9]*$/.test(value) && Number(value) < 4096),
  }),
  ...forEach(
    "SuccessExitStatus RestartPreventExitStatus RestartForceExitStatus",
    listOf(
      "list of exit statuses",
      "numbers up to 255 and names of signals",
      (word) =>
        isSignal(word) || STATUS_NAME.test(word) || (/^(?:0x)?[0-9]+$/.test(word) && Number(word) <= 255),
    ),
  ),
  ...forEach(
    "Documentation",
    listOf("list of URIs", "`https://…`, `http://…`, `file:/…`, `info:…` or `man:…`", (word) =>
      /^(?:https?:\/\/.|file:\/|info:.|man:.)[ -~]*$/.test(word),
    ),
  ),
  ...forEach("SupplementaryGroups", {
    ...listOf(
      "list of groups",
      "names of groups with blanks between them",
      (word) => accountObjection(word.replace(/%[A-Za-z]/g, "x")) === undefined,
    ),
    fatal: true,
  }),
  ...forEach("DisableControllers", CONTROLLER_LIST),
  ...forEach("Delegate", {
    ...CONTROLLER_LIST,
    remedy: `\`yes\`, \`no\`, or ${CONTROLLER_LIST.remedy}`,
    accepts: (value) => TRUTH.test(value) || CONTROLLER_LIST.accepts(value),
  }),
  ...forEach(
    "IPAddressAllow IPAddressDeny",
    listOf("list of addresses", "addresses like `10.0.0.0/8`, or `localhost` or `any`", isAddress),
  ),
  ...forEach(
    "PassEnvironment",
    listOf("list of variables", "their names alone: values go into `Environment=`", (word) =>
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(word),
    ),
  ),
  ...forEach(
    "UnsetEnvironment",
    listOf("list of variables", "names of variables, or `NAME=value` for one value only", (word) =>
      /^[A-Za-z_][A-Za-z0-9_]*(?:=|$)/.test(word),
    ),
  ),
  ...forEach("SetCredential SetCredentialEncrypted", {
    name: "credential",
    remedy: "its name, `:` and the data",
    accepts: (value) => /^[^/:]+:/.test(value),
  }),
  ...forEach("LoadCredential LoadCredentialEncrypted", {
    name: "credential",
    remedy: "its name, `:` and a path",
    accepts: (value) => /^[^/:]+(?::.|$)/.test(value),
  }),
  ...forEach("DeviceAllow", {
    name: "device with its rights",
    remedy: "a path below /dev, `char-…` or `block-…`, and after it some of `rwm`",
    accepts: (value) => {
      const [device = "", rights = "rwm", ...more] = (splitWords(value) ?? []).map(({ text }) => text);
      const isDevice = /^(?:\/dev\/|\/run\/systemd\/inaccessible\/|%|(?:char|block)-)./.test(device);
      return isDevice && /^[rwm]+$/.test(rights) && more.length === 0;
    },
  }),
  ...forEach("Slice", {
    name: "slice",
    remedy: "the name of a unit that ends in `.slice`",
    accepts: (value) => /^(?:[A-Za-z0-9:_.\\-]|%[A-Za-z])+\.slice$/.test(value),
  }),
  ...forEach(
    "Sockets",
    listOf("list of sockets", "names of units that end in `.socket`", (word) => word.endsWith(".socket")),
  ),
  ...forEach("BusName", {
    name: "name on D-Bus",
    remedy: "one like `org.example.App`",
    accepts: (value) => /^[A-Za-z_-][\w-]*(?:\.[A-Za-z_-][\w-]*)+$/.test(value.replace(/%[A-Za-z]/g, "x")),
  }),
  ...forEach("StandardOutput StandardError", STANDARD_OUTPUT),
  ...forEach("StandardInput", {
    name: "source of input",
    remedy: "`null`, `data`, `socket`, or `file:` and an absolute path",
    accepts: (value) => /^(?:null|tty(?:-force|-fail)?|data|socket|fd(?::.+)?|file:[/%].*)$/.test(value),
  }),
];
