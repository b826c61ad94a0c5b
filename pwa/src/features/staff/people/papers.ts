/** Papers as HR edits them: a day is meant to its end, on the clock of whoever sets it. */

export interface PaperLine {
  id: string;
  name: string;
  /** "2026-11-27" */
  day: string;
  /** As it stands on the server; empty for a new one. */
  due_at: string;
  isReceived: boolean;
}

/** The day of a moment on this device's clock. */
export function dayOf(at: string): string {
  const moment = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The last minute of the line's day; a day that was not changed keeps its moment. */
export function atEndOf(line: PaperLine): string {
  if (line.due_at && dayOf(line.due_at) === line.day) return line.due_at;
  return new Date(`${line.day}T23:59:00`).toISOString();
}
