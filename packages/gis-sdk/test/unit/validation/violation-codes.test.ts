import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@opora/test-support";
import { describe, expect, test } from "vitest";
import { wordings } from "../../../src/domain/validation/messages.js";

const guide = readFileSync(join(repositoryRoot, "docs/guides/gis-wire.md"), "utf8");

describe("every violation", () => {
  test.each(Object.entries(wordings))(
    "%s is in the guide, with its severity, and worded in both languages",
    (code, wording) => {
      expect(guide).toContain(`\`${code}\``);
      if (code.startsWith("rule/")) {
        expect(guide).toMatch(new RegExp(`\\| \`${code}\` *\\| ${wording.severity} *\\|`));
      }
      const { en, ru } = wording.message("…");
      expect(en).not.toContain("{}");
      expect(ru).toMatch(/[А-я]/);
      expect(ru).not.toContain("{}");
    },
  );
});
