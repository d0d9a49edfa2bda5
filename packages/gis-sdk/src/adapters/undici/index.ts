/**
 * The way to ГИС ЖКХ over HTTP by undici: straight, through a GOST TLS tunnel, or by a dispatcher of the host's.
 *
 * @packageDocumentation
 */
export { createUndiciTransport, type UndiciTransport, type UndiciTransportOptions } from "./undici-transport.js";
