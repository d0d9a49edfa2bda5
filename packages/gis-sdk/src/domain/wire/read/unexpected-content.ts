/** Well-formed XML that is no answer of the payment service, or contradicts itself. */
export class UnexpectedContent extends Error {
  readonly reason: "unexpected-content" | "limit";

  constructor(message: string, reason: UnexpectedContent["reason"] = "unexpected-content") {
    super(message);
    this.reason = reason;
  }
}
