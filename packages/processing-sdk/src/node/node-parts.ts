import type { Logger } from "@opora/core";
import { silentLogger } from "@opora/core";
import { systemPause } from "../adapters/system/system-pause.js";
import type { Audit } from "../audit/audit.js";
import { createAudit } from "../audit/create-audit.js";
import type { Cleanup } from "../cleanup/cleanup.js";
import { createCleanup } from "../cleanup/create-cleanup.js";
import { createEventLog, type EventLog } from "../events/event-log.js";
import type { LedgerContext } from "../ledger/ledger-context.js";
import { createMonitor, type Monitor } from "../monitor/monitor.js";
import type { ProcessingArchive } from "../ports/archive.js";
import { resolveSettings } from "../settings/resolve-settings.js";
import type { ProcessingSettings } from "../settings/settings.js";
import { createNodeStorage } from "../storage/create-node-storage.js";
import type { NodeStorage } from "../storage/node-storage.js";
import { createDuties, type Duties } from "./duties.js";
import type { NodeOptions } from "./node-options.js";
import { startNode } from "./start-node.js";

/** What root and child are made of alike. */
export interface NodeParts {
  readonly storage: NodeStorage;
  readonly context: LedgerContext;
  readonly settings: ProcessingSettings;
  readonly logger: Logger;
  readonly events: EventLog;
  readonly audit: Audit;
  readonly monitor: Monitor;
  readonly cleanup: Cleanup;
  readonly duties: Duties;
}

/** Starts a node on its store and puts its parts together. */
export async function startParts(
  role: "root" | "child",
  options: NodeOptions,
  archive?: ProcessingArchive,
): Promise<NodeParts> {
  const { store, nodeId, clock, random, pause = systemPause, logger = silentLogger, storeSize } = options;
  const settings = resolveSettings(options.settings);
  const { creditsOnBlocked, factsOnBlocked, shards, conflictRetries, storeWaitMs, maxQueue } = settings;
  const storage = createNodeStorage({ store, pause, random, conflictRetries, storeWaitMs, maxWaiting: maxQueue });
  await startNode(storage, role, options);
  const rules = { creditsOnBlocked, factsOnBlocked, shards };
  const context: LedgerContext = { role, nodeId, run: options.ids.uuid(), rules, clock };
  const { storeSizeWarningBytes } = settings;
  return {
    storage,
    context,
    settings,
    logger,
    events: createEventLog({ storage, context }),
    audit: createAudit({ storage, context, ...(archive !== undefined && { archive }) }),
    monitor: createMonitor({ storage, context, storeSize, storeSizeWarningBytes }),
    cleanup: createCleanup({ storage, context, rules: cleanupRules(settings) }),
    duties: createDuties(),
  };
}

function cleanupRules(settings: ProcessingSettings) {
  return {
    documentRetentionDays: settings.documentRetentionDays,
    reservationRetentionDays: settings.reservationRetentionDays,
    eventRetentionDays: settings.eventRetentionDays,
    importResultRetentionDays: settings.importResultRetentionDays,
    backups: settings.backups,
    pageSize: settings.cleanupPageSize,
    maxPages: settings.cleanupMaxPages,
    schedule: {
      startAt: settings.cleanupStartAt,
      timeZone: settings.cleanupTimeZone,
      windowMinutes: settings.cleanupWindowMinutes,
    },
  };
}
