import { describe, expect, it } from "vitest";
import { FAULT_NAMES } from "../../../tools/matrix/faults";
import { PLACE_NAMES } from "../../../tools/matrix/places";
import { sampleCells } from "../../../tools/matrix/sample";

const stepOf = (place: string) => place.split(":")[0];

describe("the sample of the matrix", () => {
  const cells = sampleCells();

  it("has every fault", () => {
    expect([...new Set(cells.map(({ fault }) => fault))].sort()).toEqual([...FAULT_NAMES].sort());
  });

  it("has every step", () => {
    const steps = new Set(cells.map(({ place }) => stepOf(place)));
    expect([...steps].sort()).toEqual([...new Set(PLACE_NAMES.map(stepOf))].sort());
  });

  it("has a first deployment and a way back, and is small", () => {
    expect(cells.some(({ first }) => first)).toBe(true);
    expect(cells.some(({ next }) => next === "old")).toBe(true);
    expect(cells.length).toBe(12);
  });
});
