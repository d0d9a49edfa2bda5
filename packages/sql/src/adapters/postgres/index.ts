/**
 * PostgreSQL, and what speaks its protocol, through a pool of `pg`.
 * @packageDocumentation
 */
export { openPostgres, type PostgresOptions } from "./open-postgres.js";
