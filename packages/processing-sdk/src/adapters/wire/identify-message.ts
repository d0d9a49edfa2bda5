import type { NoCheck, SharedKeyCheck } from "./authentication.js";
import { type Identify, identifyByHost, identifyBySharedKey } from "./identify.js";

/** Identification of a message that came over a broker, which proves nothing itself. */
export function identifyMessages(authentication: SharedKeyCheck | NoCheck): Identify {
  if (authentication.method === "hmac") return identifyBySharedKey(authentication);
  return async () => identifyByHost(authentication, undefined);
}
