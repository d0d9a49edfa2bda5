import { gisStoreCases } from "@opora/gis-sdk/conformance";
import { createMemoryGisStore } from "@opora/gis-sdk/testing";
import { describe, test } from "vitest";

describe("the store in memory", () => {
  const store = createMemoryGisStore();
  const readEvents = async (key: string) => store.events().filter((event) => event.key === key);

  for (const storeCase of gisStoreCases) test(storeCase.name, () => storeCase.run({ store, readEvents }));
});
