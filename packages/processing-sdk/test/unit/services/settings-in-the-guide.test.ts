import { readFile } from "node:fs/promises";
import { describeSettings } from "@opora/processing-sdk";
import { expect, test } from "vitest";

test("the guide lists every setting with its unit, default and limits", async () => {
  const guide = await readFile(new URL("../../../../../docs/guides/processing.md", import.meta.url), "utf8");
  const section = guide.slice(guide.indexOf("## 12. Settings"));
  const listed = section.split("\n").flatMap((line) => {
    const [, name, ...cells] = line.split("|").map((cell) => cell.trim());
    return name?.startsWith("`") ? [[name.replaceAll("`", ""), ...cells.slice(0, 5)]] : [];
  });

  expect(listed).toEqual(
    describeSettings().map(({ name, role, unit, default: value, limits, formerName }) => [
      name,
      role,
      unit,
      value,
      limits,
      formerName,
    ]),
  );
});
