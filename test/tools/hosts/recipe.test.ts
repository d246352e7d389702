import { describe, expect, it } from "vitest";
import { dockerfile } from "../../../tools/hosts/container/image";
import { baseName, imageName, recipeFor } from "../../../tools/hosts/recipe";

describe("recipes", () => {
  it("have a name per release and variant, and one base per release", () => {
    const [venv, none] = [recipeFor("trixie", "venv"), recipeFor("trixie", "none")];
    expect(imageName(venv)).toMatch(/^trixie-venv-[0-9a-f]{12}$/);
    expect(imageName(none)).not.toBe(imageName(venv));
    expect(baseName(none)).toBe(baseName(venv));
    expect(baseName(recipeFor("bookworm", "venv"))).not.toBe(baseName(venv));
  });

  it("have another name when anything in them changes", () => {
    const recipe = recipeFor("bookworm", "venv");
    expect(imageName({ ...recipe, provision: `${recipe.provision}true\n` })).not.toBe(imageName(recipe));
    expect(baseName({ ...recipe, basePackages: ["systemd"] })).not.toBe(baseName(recipe));
  });

  it("have no python at all where none is wanted", () => {
    const { basePackages, extraPackages } = recipeFor("bookworm", "none");
    expect([...basePackages, ...extraPackages].filter((name) => name.includes("python"))).toEqual([]);
  });

  it("are the same for a container engine", () => {
    const text = dockerfile(recipeFor("trixie", "venv"));
    expect(text).toMatch(/^FROM debian:trixie-slim$/m);
    for (const name of recipeFor("trixie", "venv").basePackages) expect(text).toContain(` ${name} `);
    expect(text).toMatch(/^CMD \["\/sbin\/init"\]$/m);
  });
});
