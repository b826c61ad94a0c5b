/** A mail of the demo, and what in it one looks for. */
export interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: string;
}

/** The one-time code in a mail: six digits that stand alone. */
export function codeIn(mail: Mail): string | null {
  return /(?<!\d)\d{6}(?!\d)/.exec(mail.text)?.[0] ?? null;
}

/** The mail's text cut into plain parts and links. */
export function partsOf(text: string): { text: string; isLink: boolean }[] {
  return text
    .split(/(https?:\/\/[^\s<>"）。，]*[^\s<>"）。，.,;:!?)])/)
    .map((part, index) => ({ text: part, isLink: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}
