/** Visible ASCII: anything else cannot stand in a header. */
export function isToken(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}
