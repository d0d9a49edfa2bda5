import type { StreebogCore } from "./core.js";
import { createPortableCore } from "./portable-core.js";
import { createWasmCore } from "./wasm/wasm-core.js";

let selected: StreebogCore | undefined;

/** The fastest implementation that runs here. Made once: its look-up tables take 16 KiB and are the same for everyone. */
export function selectCore(): StreebogCore {
  selected ??= createWasmCore() ?? createPortableCore();
  return selected;
}
