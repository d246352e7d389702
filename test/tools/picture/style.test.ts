import { describe, expect, it } from "vitest";
import { PLAIN, type Style, selectGraphicRendition } from "../../../tools/picture/style";

describe("select graphic rendition", () => {
  it.each<[string, number[], Style]>([
    ["nothing resets", [], PLAIN],
    ["0 resets", [1, 31, 0], PLAIN],
    ["attributes add up", [1, 2, 3, 4], { bold: true, dim: true, italic: true, underline: true }],
    ["22 ends bold and dim", [1, 2, 22], { bold: false, dim: false }],
    ["a basic colour", [31], { colour: "#ff7b72" }],
    ["a bright colour", [95], { colour: "#e2c5ff" }],
    ["backgrounds", [44], { background: "#6cb4ff" }],
    ["bright backgrounds", [102], { background: "#85e3ae" }],
    ["an indexed colour is the basic one of the same number", [38, 5, 13], { colour: "#e2c5ff" }],
    ["the colour cube", [38, 5, 208], { colour: "#ff8700" }],
    ["shades of grey", [48, 5, 232], { background: "#080808" }],
    ["a true colour", [38, 2, 18, 52, 86], { colour: "#123456" }],
    ["what follows an extended colour", [38, 5, 1, 4], { colour: "#ff7b72", underline: true }],
    ["39 and 49 give the colours back", [31, 44, 39, 49], {}],
    ["an unknown code changes nothing", [73], {}],
    ["a colour out of range changes nothing", [38, 5, 999, 1], { bold: true }],
    ["a cut-off colour changes nothing", [38, 2, 1], {}],
  ])("%s", (_, parameters, style) => {
    expect(selectGraphicRendition(PLAIN, parameters)).toEqual(style);
  });
});
