/**
 * What the tests of every package share: how they find the shared data, the independent peers and the services of this
 * machine, and what happens where those are absent (a visible skip with a reason; in CI a failure).
 *
 * @packageDocumentation
 */
export { type Availability, absent, available, describeWhere, skipUnlessAvailable } from "./availability.js";
export { type Command, type CommandOutcome, createCommand, type RunOptions } from "./command.js";
export { findBouncyCastle } from "./peers/bouncy-castle.js";
export { findOpenssl } from "./peers/openssl.js";
export { findPythonWithLxml, type PythonService } from "./peers/python-service.js";
export { findCerttool, findLxml, findXmllint } from "./peers/xml-tools.js";
export { type ReadmeRun, runReadme } from "./readme.js";
export { repositoryRoot } from "./repository.js";
export { type TestBroker, testNats, testRabbitmq } from "./services/brokers.js";
export { testMariadb } from "./services/mariadb.js";
export { testPostgres } from "./services/postgres.js";
export type { TestDatabase } from "./services/test-database.js";
export { type SharedData, sharedData } from "./shared-data.js";
export { suiteFolder, testFolder } from "./temporary-folder.js";
