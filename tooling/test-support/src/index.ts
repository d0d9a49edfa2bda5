/**
 * What the tests of every package share: how they find the shared data, the independent peers and the services of this
 * machine, and what happens where those are absent (a visible skip with a reason; in CI a failure).
 *
 * @packageDocumentation
 */
export { type Availability, absent, available, describeWhere, skipUnlessAvailable } from "./availability.js";
