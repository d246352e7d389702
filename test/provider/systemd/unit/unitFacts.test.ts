import { describe, expect, it } from "vitest";
import { unitFactsOf } from "../../../../provider/systemd/unit/unitFacts";

describe("the facts of a unit", () => {
  it("are read from its text as systemd would", () => {
    const text = `[Service]
Type=simple
Type=notify
User=myapp
TimeoutStartSec=2min
WatchdogSec=15
[Install]
WantedBy=multi-user.target
`;
    expect(unitFactsOf(text)).toEqual({
      type: "notify",
      user: "myapp",
      group: "",
      timeoutStart: "2min",
      hasWatchdog: true,
      enable: true,
    });
  });

  it.each([
    [
      "a unit that says nothing",
      "[Service]\nExecStart=/bin/true\n",
      { type: "simple", user: "", enable: false, hasWatchdog: false },
    ],
    ["a user that systemd makes itself", "[Service]\nDynamicUser=yes\nUser=myapp\n", { user: "" }],
    ["a watchdog that is switched off", "[Service]\nWatchdogSec=0\n", { hasWatchdog: false }],
    ["the older name of the timeout", "[Service]\nTimeoutSec=30\n", { timeoutStart: "30" }],
    ["an emptied install section", "[Install]\nWantedBy=\n", { enable: false }],
  ])("of %s", (_, text, expected) => {
    expect(unitFactsOf(text)).toMatchObject(expected);
  });
});
