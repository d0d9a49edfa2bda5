/** One requirement of a port. */
export interface ConformanceCase<Subject> {
  /** A sentence about behaviour. */
  readonly name: string;
  /** Resolves when `subject` meets the requirement; rejects with an explanation when it does not. */
  run(subject: Subject): Promise<void>;
}
