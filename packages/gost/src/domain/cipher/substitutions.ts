/**
 * Substitutions of GOST 28147-89: eight rows of sixteen hexadecimal digits, the row of the most significant four bits
 * first.
 */
export const substitutions = {
  /** id-Gost28147-89-CryptoPro-A-ParamSet (RFC 4357 §11.2). */
  cryptoProA: [
    "baf50ce8623917d4",
    "1d297a608c45f3be",
    "3adc120b75948fe6",
    "b5198df0e423c7a6",
    "e7acd13902b4f856",
    "e462b3d8cf5a0719",
    "37e98af0526cb4d1",
    "96328b17a4efc0d5",
  ],
  /** id-tc26-gost-28147-param-Z (RFC 7836 appendix C). */
  tc26Z: [
    "17ed05834fa69cb2",
    "8e25691cf4b0da37",
    "5df692cab78143e0",
    "7f5a816d093eb42c",
    "c821d4f670a53e9b",
    "b3582fade174c960",
    "68239a5c1e47bd0f",
    "c462a5b9e8d703f1",
  ],
} as const;

/** A substitution of {@link substitutions}. */
export type Substitution = readonly string[];
