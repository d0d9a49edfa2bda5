/** The engines: each has its own placeholders and grammar, all have the same values, errors and transactions. */
export type SqlEngine = "sqlite" | "postgres" | "mysql";
