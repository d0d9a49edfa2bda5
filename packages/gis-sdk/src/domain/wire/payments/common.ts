/** Parts of one value of which exactly one is given; the others must be absent. */
export type OneOf<Choices> = {
  [Chosen in keyof Choices]: Readonly<Record<Chosen, Choices[Chosen]>> & {
    readonly [Other in Exclude<keyof Choices, Chosen>]?: undefined;
  };
}[keyof Choices];

/** A month of a year. */
export interface BillingPeriod {
  /** 1920 to 2050. */
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
}

/** Name of a natural person: 1 to 256 characters each. */
export interface PersonName {
  readonly surname: string;
  readonly firstName: string;
  readonly patronymic?: string | undefined;
}
