/** Whether the text consists of ASCII digits only. */
export function isDigits(text: string): boolean {
  return /^[0-9]*$/.test(text);
}

/** The digit at a position of a text of digits. */
export function digitAt(digits: string, position: number): number {
  return digits.charCodeAt(position) - 0x30;
}

/** The sum of the first digits, each times its weight. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, position) => sum + weight * digitAt(digits, position), 0);
}
