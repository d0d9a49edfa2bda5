import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { JsonValue } from "@opora/core";
import { afterAll } from "vitest";
import { type Availability, available } from "../availability.js";
import { findLxml } from "./xml-tools.js";

/** A Python process that stays up and answers one request after the other. */
export interface PythonService {
  /** What the script's `answer(request)` returned; rejects with its traceback where it raised. */
  ask<Answer extends JsonValue>(request: JsonValue): Promise<Answer>;
}

/**
 * Starts a Python process with lxml that answers many requests, for comparisons by the thousand. `script` defines
 * `def answer(request)`; requests and answers are JSON. The process ends with the suite: call it in `describe`.
 *
 * @example
 * ```ts
 * describeWhere("canonical XML as libxml2 writes it", findPythonWithLxml, (start) => {
 *   const lxml = start("import lxml.etree as ET\ndef answer(xml): return ET.tostring(ET.fromstring(xml), method='c14n').decode()");
 * });
 * ```
 */
export async function findPythonWithLxml(): Promise<Availability<(script: string) => PythonService>> {
  const lxml = await findLxml();
  return lxml.available ? available(startPython) : lxml;
}

function startPython(script: string): PythonService {
  const child = spawn("/usr/bin/python3", ["-u", "-c", `${script}\n${serveLines}`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(line));
  child.on("close", (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`Python ended with ${code} before it answered.`));
  });
  afterAll(() => void child.stdin.end());

  return {
    async ask<Answer extends JsonValue>(request: JsonValue): Promise<Answer> {
      const line = await new Promise<string>((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(request)}\n`);
      });
      const outcome = JSON.parse(line) as { readonly answer: Answer } | { readonly error: string };
      if ("error" in outcome) throw new Error(outcome.error);
      return outcome.answer;
    },
  };
}

const serveLines = `
import json, sys, traceback
for line in sys.stdin:
    try:
        outcome = {"answer": answer(json.loads(line))}
    except Exception:
        outcome = {"error": traceback.format_exc()}
    sys.stdout.write(json.dumps(outcome) + "\\n")
    sys.stdout.flush()
`;
