const began = Number(process.env.ROLLCALL_BEGAN) || Date.now();

/** Prints a line of progress with the seconds since `npm start` began. */
export function say(text: string): void {
  console.log(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${text}`);
}
