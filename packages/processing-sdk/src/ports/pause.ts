/** Waits; rejects with the reason of the signal when it is called off. A port, so that tests own the time. */
export type Pause = (ms: number, options?: { readonly signal?: AbortSignal | undefined }) => Promise<void>;
