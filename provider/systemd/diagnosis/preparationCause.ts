import type { Cause, Failure } from "./failure";

/** What can fail before the release is started, or around it. `text` is what the host said. */
export function preparationCause({ code, text = "", unit, failed }: Failure): Cause {
  const words = text === "" ? "" : `${text}.`.replace(/\.\.$/, ".");
  switch (code) {
    case "preflight":
      return {
        did: "cannot be deployed to this host as it is",
        meaning: "The host was looked over before anything was touched.",
        remedies: [],
      };
    case "stage-damaged":
      return {
        did: "was not staged: its files did not arrive whole, or could not be written",
        meaning: words,
        remedies: ["Check the space and the file system of /opt on the host, then run `pulumi up` again."],
      };
    case "package-install":
      return {
        did: "was not started: its OS packages could not be installed",
        meaning: words,
        remedies: [
          "Check the names in runtime.packages for this distribution, and that the host reaches its package repositories.",
        ],
      };
    case "package-lock":
      return {
        did: "was not started: another package manager was at work on the host all the time",
        meaning: words,
        remedies: [
          "Run `pulumi up` again when it is through. If it hangs, look at that process on the host; killing a package manager may leave packages half installed.",
        ],
      };
    case "package-broken":
      return {
        did: "was not started: an earlier installation of packages was interrupted, and dpkg cannot repair it",
        meaning: words,
        remedies: [
          "Repair it on the host (`dpkg --configure -a`, `apt-get --fix-broken install`), or remove the package that is in the way; what dpkg said is above.",
        ],
      };
    case "runtime-install":
      return {
        did: "was not started: its Python environment could not be made",
        meaning: words,
        remedies: [
          "Check runtime.python.requirements, and that the host reaches the package index; what pip said is above.",
        ],
      };
    case "verify":
      return {
        did: "was not started: systemd finds fault with its unit",
        meaning:
          "systemd would start it all the same and ignore the lines below, so it would not be what the program says.",
        remedies: ["Correct the unit; this host's systemd may be older than the directive."],
      };
    case "trial-not-in-force":
      return {
        did: "was not started: systemd does not run the unit that was written",
        meaning: failed.LoadError
          ? `systemd could not load it: ${failed.LoadError}`
          : `systemd shows Type=${failed.Type ?? "?"} from ${failed.FragmentPath || "no file at all"}: something outranks the unit${failed.DropInPaths ? `; its drop-ins are ${failed.DropInPaths}` : ""}.`,
        remedies: [`See \`systemctl cat ${unit}\` on the host, and remove what is not of this deployment.`],
      };
    case "start-blocked":
      return {
        did: "was never started: systemd's job for it did not begin in time",
        meaning: "The old process did not stop, or another unit that must be started first hangs.",
        remedies: ["`systemctl list-jobs` on the host shows what waits for what."],
      };
    case "dependency":
      return {
        did: "was not started: a unit that it requires failed",
        meaning: words,
        remedies: [`\`systemctl list-dependencies ${unit}\` on the host shows which; see unit.requires.`],
      };
    case "cancelled":
      return {
        did: "was not deployed: the deployment was cancelled",
        meaning: words,
        remedies: ["Run `pulumi up` again."],
      };
    case "lock":
      return {
        did: "was not touched: another deployment of it was still running",
        meaning: words,
        remedies: ["Run `pulumi up` again when that is through."],
      };
    case "commit":
      return {
        did: "was ready, but could not be made permanent",
        meaning: words,
        remedies: ["Check that /etc on the host can be written to and has space."],
      };
    case "no-answer":
      return {
        did: "was not judged to the end: systemd on the host has stopped answering",
        meaning: words,
        remedies: [
          "`systemctl` on the host hangs or fails as long as process 1 does, and only a reboot ends that " +
            "(`systemctl reboot --force --force` where nothing else works); what was committed last boots.",
          "Run `pulumi up` again then: it finds what is on the host and goes on from there.",
        ],
      };
    case "":
    case "lost":
      return {
        did: "was not deployed: the deployment was interrupted",
        meaning: words,
        remedies: ["Run `pulumi up` again: it finds what is on the host and goes on from there."],
      };
    default:
      return {
        did: `could not be deployed (${code})`,
        meaning: words,
        remedies: ["Run `pulumi up` again; if it stays, this is a fault of pulumi-systemd worth reporting."],
      };
  }
}
