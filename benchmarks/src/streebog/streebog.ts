import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { streebog } from "@opora/gost";
import type { Benchmark } from "../benchmark.js";
import { bestTimeMs } from "../measure.js";

const run = promisify(execFile);
const mebibyte = 1 << 20;

/** Streebog-256 of 1 MiB beside OpenSSL's GOST engine. */
export const streebogBenchmark: Benchmark = {
  name: "streebog",
  async run() {
    const message = Uint8Array.from({ length: mebibyte }, (_, i) => (i * 7 + 3) & 0xff);
    const engineBytesPerSecond = await engineSpeed();
    const oursMs = await bestTimeMs(() => streebog(256, message), { rounds: 40, warmups: 10 });
    const oursBytesPerSecond = mebibyte / (oursMs / 1000);
    return [
      {
        name: "Streebog-256 of 1 MiB: speed of ours to OpenSSL's GOST engine",
        figures: {
          oursMbPerSecond: Math.round(oursBytesPerSecond / 1e5) / 10,
          engineMbPerSecond: Math.round(engineBytesPerSecond / 1e5) / 10,
        },
        ratio: oursBytesPerSecond / engineBytesPerSecond,
        target: 0.22,
        comparison: "at least",
      },
    ];
  },
};

/** Bytes per second of `openssl speed` with the engine loaded. */
async function engineSpeed(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "opora-bench-"));
  try {
    const config = join(folder, "openssl.cnf");
    await writeFile(
      config,
      [
        "openssl_conf = openssl_def",
        "[openssl_def]",
        "engines = engine_section",
        "[engine_section]",
        "gost = gost_section",
        "[gost_section]",
        "engine_id = gost",
        "default_algorithms = ALL",
      ].join("\n"),
    );
    const args = ["speed", "-mr", "-seconds", "2", "-bytes", String(mebibyte), "-evp", "md_gost12_256"];
    const { stdout } = await run("openssl", args, { env: { ...process.env, OPENSSL_CONF: config } });
    const figure = /^\+F:\d+:md_gost12_256:([\d.]+)/m.exec(stdout)?.[1];
    if (figure === undefined) throw new Error(`openssl speed printed no figure: ${stdout}`);
    return Number(figure);
  } finally {
    await rm(folder, { recursive: true });
  }
}
