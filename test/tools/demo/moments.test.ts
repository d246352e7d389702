import { describe, expect, it } from "vitest";
import { momentsOf } from "../../../tools/demo/moments";
import { screenOf } from "../../../tools/picture/screen";

const UP = "\u001b[1A";
const RECORDING = `Updating:\r\nweb-1 connecting \r\n${UP}web-1 preparing 1s\r\n${UP}web-1 preparing 2s\r\n${UP}web-1 created     \r\nDone\r\n`;

const shown = (recording: string) =>
  screenOf(recording, 80).map((row) =>
    Array.from(row, (cell) => cell?.character ?? " ")
      .join("")
      .trimEnd(),
  );

describe("moments of a recording", () => {
  it("is the end alone when none is asked for", () => {
    expect(shown(momentsOf(RECORDING, []))).toEqual(["Updating:", "web-1 created", "Done"]);
  });

  it("shows the last screen that had the text, and below it the end", () => {
    expect(shown(momentsOf(RECORDING, ["preparing"]))).toEqual([
      ...["Updating:", "web-1 preparing 2s", "", "     ⋮", ""],
      ...["Updating:", "web-1 created", "Done"],
    ]);
  });

  it("complains of a moment that never came", () => {
    expect(() => momentsOf(RECORDING, ["STATUS"])).toThrow("never shows “STATUS”");
  });
});
