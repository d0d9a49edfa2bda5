import { type SimulationOptions, simulate } from "@opora/processing-sdk/simulation";

/** Runs simulations, one by each of the options in the first argument, and prints what they found. */
const findings = [];
for (const options of JSON.parse(process.argv[2] ?? "[]") as readonly SimulationOptions[]) {
  const { runs, firstFailure } = await simulate(options);
  findings.push({ runs, violation: firstFailure?.violation });
}
process.stdout.write(JSON.stringify(findings));
