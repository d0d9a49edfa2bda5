/**
 * Property of `Value` by element path: local names from below the notification element, for instance
 * `"OrderInfo/OrderID": "orderId"`.
 */
export type Binding<Value> = Readonly<Record<string, PropertyPath<Value>>>;

/** A binding that leaves out no property of `Value`: one that is not bound would never be written. */
export type CompleteBinding<Value, Bound extends Binding<Value>> =
  Exclude<PropertyPath<Value>, Bound[keyof Bound] | "profile"> extends infer Unbound
    ? [Unbound] extends [never]
      ? Bound
      : { readonly "not bound": Unbound }
    : never;

/** Dotted paths to the plain values inside `Value`, for instance `"recipient.inn"`. */
export type PropertyPath<Value> = Value extends unknown
  ? { [Key in keyof Value & string]: PathBelow<Key, NonNullable<Value[Key]>> }[keyof Value & string]
  : never;

type PathBelow<Key extends string, Value> = [Value] extends [never]
  ? never
  : [Value] extends [string | number | bigint | boolean]
    ? Key
    : `${Key}.${PropertyPath<Value>}`;
