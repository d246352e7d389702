import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sandbox } from "./sandbox";
import { quoted, runWith, SHELL_NAMES } from "./shells";

describe.each(SHELL_NAMES)("what is set aside, in %s", (shell) => {
  const host = () => {
    const work = sandbox();
    const service = join(work, "opt/app");
    const setAside = (...paths: string[]) =>
      runWith(
        shell,
        ["base/paths", "base/events", "commit/setAside"],
        `SERVICE_DIR=${service}; SET_ASIDE=$SERVICE_DIR/set-aside; umask 022
        for path in ${paths.map(quoted).join(" ")}; do set_aside "$path" && echo "at $ASIDE" || echo refused; done`,
        { NAME: "app", UNIT: "app.service", DIGEST: "new", TX: "tx1", WORK: work },
      )
        .trim()
        .split("\n");
    return { work, service, setAside };
  };

  it("keeps its path, its contents and its mode, and is told", () => {
    const { work, service, setAside } = host();
    const file = join(work, "a b/it's.conf");
    mkdirSync(join(work, "a b"));
    writeFileSync(file, "[Service]\n", { mode: 0o640 });
    const [told = "", at = ""] = setAside(file);
    const place = at.replace("at ", "");
    expect(place).toMatch(
      new RegExp(`^${service}/set-aside/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ-tx1${file}$`),
    );
    expect(told).toBe(`aside -- ${file} is now ${place}`);
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(place, "utf8")).toBe("[Service]\n");
    expect(statSync(place).mode & 0o777).toBe(0o640);
  });

  it("is for root alone to read, whatever the umask; the service's directory stays open to all", () => {
    const { work, service, setAside } = host();
    writeFileSync(join(work, "secret"), "");
    setAside(join(work, "secret"));
    expect(statSync(join(service, "set-aside")).mode & 0o777).toBe(0o700);
    expect(statSync(service).mode & 0o777).toBe(0o755);
  });

  it("may be a directory or a dangling link, and lies in one place per transaction", () => {
    const { work, service, setAside } = host();
    mkdirSync(join(work, "tree/deep"), { recursive: true });
    writeFileSync(join(work, "tree/deep/file"), "kept");
    symlinkSync("/nowhere", join(work, "link"));
    setAside(join(work, "tree"), join(work, "link"));
    const places = readdirSync(join(service, "set-aside"));
    expect(places).toHaveLength(1);
    const place = join(service, "set-aside", places[0] ?? "", work);
    expect(readdirSync(place).sort()).toEqual(["link", "tree"]);
    expect(readFileSync(join(place, "tree/deep/file"), "utf8")).toBe("kept");
  });

  it("never overwrites what was set aside before", () => {
    const { work, setAside } = host();
    const places = ["first", "second", "third"].map((text) => {
      writeFileSync(join(work, "x.conf"), text);
      return setAside(join(work, "x.conf")).at(-1)?.replace("at ", "") ?? "";
    });
    expect(places.map((place) => readFileSync(place, "utf8"))).toEqual(["first", "second", "third"]);
    expect(new Set(places).size).toBe(3);
  });

  it("is nothing where nothing is, and makes no directory for it", () => {
    const { work, service, setAside } = host();
    expect(setAside(join(work, "nowhere"))).toEqual(["at"]);
    expect(existsSync(service)).toBe(false);
  });

  it("stays where it is when it cannot be moved", () => {
    const { work, service } = host();
    mkdirSync(join(work, "opt"));
    writeFileSync(service, "no directory");
    writeFileSync(join(work, "x.conf"), "kept");
    const script = `SET_ASIDE=$SERVICE_DIR/set-aside; set_aside ${work}/x.conf 2>/dev/null && echo moved || echo refused`;
    const at = { NAME: "app", UNIT: "app.service", DIGEST: "new", TX: "tx1", WORK: work };
    const said = runWith(
      shell,
      ["base/paths", "base/events", "commit/setAside"],
      `SERVICE_DIR=${service}; ${script}`,
      at,
    );
    expect(said).toBe("refused\n");
    expect(readFileSync(join(work, "x.conf"), "utf8")).toBe("kept");
  });

  it("outlives all that is ours below /opt, and an empty one does not", () => {
    const { work, service, setAside } = host();
    const clear = () =>
      runWith(
        shell,
        ["base/paths", "base/events", "commit/setAside"],
        `SERVICE_DIR=${service}; SET_ASIDE=$SERVICE_DIR/set-aside; clear_service_dir`,
        { NAME: "app", UNIT: "app.service", DIGEST: "new", TX: "tx1", WORK: work },
      );
    clear();
    mkdirSync(join(service, "releases/new"), { recursive: true });
    mkdirSync(join(service, ".incoming"));
    mkdirSync(join(service, "set-aside"));
    clear();
    expect(existsSync(service)).toBe(false);

    mkdirSync(join(service, "releases/new"), { recursive: true });
    writeFileSync(join(work, "x.conf"), "kept");
    const place = setAside(join(work, "x.conf")).at(-1)?.replace("at ", "") ?? "";
    clear();
    expect(readdirSync(service)).toEqual(["set-aside"]);
    expect(readFileSync(place, "utf8")).toBe("kept");
  });
});
