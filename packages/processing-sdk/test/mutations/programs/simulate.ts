import { type SimulationOptions, simulate } from "@opora/processing-sdk/simulation";

/** Runs a simulation by the options in the first argument and prints what it found. */
const options = JSON.parse(process.argv[2] ?? "{}") as SimulationOptions;
const { runs, firstFailure } = await simulate(options);
process.stdout.write(JSON.stringify({ runs, violation: firstFailure?.violation }));
