/**
 * For tests and demonstrations: a store in memory, a stand-in of GIS ZhKKh over real HTTP, fault injection.
 *
 * @packageDocumentation
 */
