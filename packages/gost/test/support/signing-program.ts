import type { SigningCommand } from "@opora/gost/signers";

/**
 * A program for tests: `node -e`, so that it runs wherever the tests do. `script` is a module body with the standard
 * input in `input` (a Buffer) and the arguments in `args`.
 */
export function signingProgram(
  script: string,
  rest: Partial<SigningCommand> & { readonly extraArguments?: readonly string[] } = {},
): SigningCommand {
  const { extraArguments = [], ...command } = rest;
  const prelude = `
    const fs = require("node:fs");
    const args = process.argv.slice(1);
    const chunks = [];
    process.stdin.on("data", (chunk) => chunks.push(chunk)).on("end", () => main(Buffer.concat(chunks)));
    function main(input) { ${script} }
  `;
  return {
    executable: process.execPath,
    arguments: ["-e", prelude, ...extraArguments],
    input: "digest",
    ...command,
  };
}
