/** Reconciles into a folder and kills itself when so many chunks of the second register were read. */
import { reconcileRegisters } from "@opora/gis-sdk/csv";
import { createSampleRegisters, encodeSampleRegister } from "@opora/gis-sdk/testing";

const [outDir = "", chunksMax = "0"] = process.argv.slice(2);
const { billing, acquiring } = createSampleRegisters({ bills: 2000, seed: 2 });

function* untilDeath(bytes: Uint8Array) {
  for (let chunk = 0; chunk * 1000 < bytes.length; chunk += 1) {
    if (chunk === Number(chunksMax)) process.kill(process.pid, "SIGKILL");
    yield bytes.subarray(chunk * 1000, chunk * 1000 + 1000);
  }
}

await reconcileRegisters({
  billing: { bytes: [encodeSampleRegister(billing)] },
  acquiring: { bytes: untilDeath(encodeSampleRegister(acquiring)) },
  outDir,
});
console.log("reconciled");
