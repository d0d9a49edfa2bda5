/** Something whose fields are set one after the other while it is made, or changed while it is worked on. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
