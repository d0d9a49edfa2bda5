import type { Schedule, Step } from "./step.js";

/** Writes a schedule as the TypeScript that makes it, a step on each line, to be pasted into a test. */
export function printSchedule(schedule: Schedule): string {
  return `[\n${schedule.map((step) => `  ${printStep(step)},\n`).join("")}]`;
}

/** Writes a step as the TypeScript that makes it. */
export function printStep(step: Step): string {
  return printValue(step);
}

function printValue(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return `new Date("${value.toISOString()}")`;
  if (Array.isArray(value)) return `[${value.map(printValue).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => `${printName(name)}: ${printValue(field)}`);
    return `{ ${fields.join(", ")} }`;
  }
  return JSON.stringify(value);
}

const printName = (name: string): string => (/^[a-zA-Z_]\w*$/.test(name) ? name : JSON.stringify(name));
