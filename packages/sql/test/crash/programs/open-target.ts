import type { SqlDatabase } from "@opora/sql";

/** Where a program of this folder works. */
export type Target =
  | { readonly engine: "sqlite"; readonly path: string }
  | { readonly engine: "postgres" | "mysql"; readonly url: string };

/** Opens a target, loading its adapter alone: these programs are started many times. */
export async function openTarget(target: Target): Promise<SqlDatabase> {
  switch (target.engine) {
    case "sqlite": {
      const { openSqlite } = await import("@opora/sql/sqlite");
      return openSqlite({ path: target.path });
    }
    case "postgres": {
      const { openPostgres } = await import("@opora/sql/postgres");
      return openPostgres({ url: target.url });
    }
    case "mysql": {
      const { openMysql } = await import("@opora/sql/mysql");
      return openMysql({ url: target.url });
    }
  }
}

/** What the parent gave as the only argument. */
export function readOptions<T>(): T {
  return JSON.parse(process.argv[2] ?? "{}") as T;
}
