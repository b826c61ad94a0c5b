/** What of typed or pasted text is a one-time code: full-width digits count, everything else falls away. */
export function digitsOf(text: string, length: number): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, length);
}
