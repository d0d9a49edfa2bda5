/** Tables of the GIS store. Instants are milliseconds, amounts kopecks, JSON is text. */
export type GisTables = {
  gis_task: {
    id: string;
    profile: string;
    org_ppa_guid: string;
    packet_size: bigint;
    created_at: bigint;
    sealed_at: bigint | null;
    /** Number of batches, once sealed. */
    batches: bigint | null;
    halted_by: string | null;
    cancelled_at: bigint | null;
    /** The highest packet number given out. */
    last_packet_number: bigint;
  };
  gis_batch: { task_id: string; number: bigint; digest: string };
  gis_packet: {
    task_id: string;
    number: bigint;
    kind: string;
    profile: string;
    org_ppa_guid: string;
    size: bigint;
    amount_kopecks: bigint;
    state: string;
    revision: bigint;
    attempt: bigint;
    connect_failures: bigint;
    exchanges: bigint;
    next_send: string;
    message_guid: string | null;
    gis_message_guid: string | null;
    request_state: bigint | null;
    polls: bigint;
    acked_at: bigint | null;
    next_action_at: bigint | null;
    stalled_at: bigint | null;
    unknown_reason: string | null;
    recovery: string | null;
    error: string | null;
    claim_owner: string | null;
    claim_until: bigint | null;
  };
  gis_payment: {
    task_id: string;
    sequence: bigint;
    org_ppa_guid: string;
    transport_guid: string;
    /** SHA-256 of the business key: a refused payment may hold any text. */
    business_key: string;
    status: string;
    packet_number: bigint | null;
    amount_kopecks: bigint;
    earlier_sends: bigint;
    attention: string | null;
    payment: string;
    answer: string | null;
    cancellation: string | null;
  };
  /** Only added to. */
  gis_payment_error: { task_id: string; sequence: bigint; ordinal: bigint; error: string };
  /** Only added to. */
  gis_exchange: {
    task_id: string;
    packet_number: bigint;
    exchange: bigint;
    kind: string;
    message_guid: string;
    soap_action: string;
    /** Compressed without loss (RFC 1952). */
    request: Uint8Array;
    request_sha256: string;
    started_at: bigint;
  };
  /** Only added to. */
  gis_exchange_outcome: {
    task_id: string;
    packet_number: bigint;
    exchange: bigint;
    finished_at: bigint;
    failed_phase: string | null;
    status: bigint | null;
    /** Compressed without loss (RFC 1952). */
    response: Uint8Array | null;
    response_sha256: string | null;
    /** A JSON string, so that any text can be stored. */
    error: string | null;
  };
};

/** A row of a table. */
export type Row<Table extends keyof GisTables> = GisTables[Table];
