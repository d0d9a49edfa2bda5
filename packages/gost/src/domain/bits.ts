/** Length of a key and of the Streebog digest that goes with it, in bits. */
export type GostBits = 256 | 512;
