import { describe, expect, it } from "vitest";
import { minimumSystemd } from "../../../../provider/systemd/unit/minimumSystemd";
import { renderUnit } from "../../../../provider/systemd/unit/render";
import { PLACEMENT, TUTORIAL_SPEC } from "./tutorial";

describe("minimumSystemd", () => {
  it("asks for no more than the oldest supported one for the tutorial's unit", () => {
    expect(minimumSystemd(renderUnit(TUTORIAL_SPEC, PLACEMENT))).toEqual({ version: 240 });
  });

  it.each([
    ["[Service]\nType=notify-reload", 253, "Type=notify-reload"],
    ["[Service]\nRestartSteps=5\nOpenFile=/x", 254, "RestartSteps="],
    ["[Unit]\nConditionOSRelease=ID=debian", 249, "ConditionOSRelease="],
    ["[Service]\nLoadCredential=a:/b", 247, "LoadCredential="],
    ["[Service]\nProtectControlGroups=strict", 257, "ProtectControlGroups=strict"],
    ["[Service]\nRestrictAddressFamilies=none", 249, "RestrictAddressFamilies=none"],
    ["[Service]\nEnvironment=A=%d", 252, "a specifier in Environment="],
    ["[Install]\nUpheldBy=a.service", 254, "UpheldBy="],
  ])("%j needs %d because of %s", (text, version, because) => {
    expect(minimumSystemd(text)).toEqual({ version, because });
  });

  it("asks what fits every supported Debian for the strict set", () => {
    const { version } = minimumSystemd(renderUnit({ ...TUTORIAL_SPEC, hardening: "strict" }, PLACEMENT));
    expect(version).toBeLessThanOrEqual(247);
  });

  it("passes over what no systemd knows", () => {
    expect(minimumSystemd("[X-Ours]\nType=notify-reloaded\n[Service]\nX-A=b").version).toBe(240);
  });
});
