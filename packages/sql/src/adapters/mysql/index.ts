/**
 * MySQL and MariaDB through a pool of `mysql2`.
 * @packageDocumentation
 */
export { type MysqlOptions, openMysql } from "./open-mysql.js";
