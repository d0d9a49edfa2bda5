import type { GisStore, GisTransport } from "@opora/gis-sdk";

/** The process "died" here; thrown by every port of it from then on. */
export class SimulatedCrash extends Error {
  override readonly name = "SimulatedCrash";
}

/** Ports of one process that dies at a chosen point. */
export interface CrashPoints {
  /** The store, with a point before and after each of its methods. */
  store(store: GisStore): GisStore;
  /** The transport, with a point before and after each request. */
  transport(transport: GisTransport): GisTransport;
  /** Names of the points passed so far, in order. */
  passed(): readonly string[];
}

/** Where to die. */
export interface CrashPointsOptions {
  /** Number of the point, from 1 on. Default: never. */
  readonly crashAt?: number;
}

/**
 * Creates the ports of a process that dies at one of the points where something becomes durable or leaves. Run the same
 * work with each point in turn, start anew on the same store, and compare what both sides hold.
 *
 * @example
 * ```ts
 * const points = createCrashPoints({ crashAt: 7 });
 * const loading = createLoading({ ...options, store: points.store(store), transport: points.transport(transport) });
 * ```
 */
export function createCrashPoints({ crashAt = Number.POSITIVE_INFINITY }: CrashPointsOptions = {}): CrashPoints {
  const names: string[] = [];
  const pass = (name: string): void => {
    if (names.length < crashAt) names.push(name);
    if (names.length >= crashAt) throw new SimulatedCrash(`The process died at ${names.at(-1)}.`);
  };
  const around = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    pass(`before ${name}`);
    const result = await work();
    pass(`after ${name}`);
    return result;
  };
  return {
    passed: () => [...names],
    transport: (transport) => ({
      post: (request, options) => around(`post ${request.soapAction}`, () => transport.post(request, options)),
    }),
    store: (store) =>
      Object.fromEntries(
        Object.entries(store).map(([name, method]) => [
          name,
          (...given: readonly unknown[]) =>
            around(name, () => (method as (...parameters: readonly unknown[]) => Promise<unknown>)(...given)),
        ]),
      ) as unknown as GisStore,
  };
}
