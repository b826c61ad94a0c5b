import { beforeEach, describe, expect, it } from 'vitest';
import { Events, type LiveEvent, reconnectDelay } from './events';

/** The far side of a socket: what was sent, and ways to make things happen. */
class Line {
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen: () => void = () => undefined;
  onmessage: (message: { data: string }) => void = () => undefined;
  onclose: () => void = () => undefined;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.readyState = 3;
  }
  open(): void {
    this.readyState = 1;
    this.onopen();
  }
  say(frame: Record<string, unknown>): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  break(): void {
    this.readyState = 3;
    this.onclose();
  }
}

let lines: Line[];
let waits: { ms: number; run: () => void }[];
let events: Events;
let heard: LiveEvent[];
let gone: number;

beforeEach(() => {
  lines = [];
  waits = [];
  heard = [];
  gone = 0;
  events = new Events({
    open: () => {
      const line = new Line();
      lines.push(line);
      return line as unknown as WebSocket;
    },
    after: (ms, run) => {
      const wait = { ms, run };
      waits.push(wait);
      return () => { waits = waits.filter((other) => other !== wait); };
    },
    random: () => 0.5,
  });
});

const listener = { onEvent: (event: LiveEvent) => heard.push(event), onGone: () => void (gone += 1) };
const line = (index: number): Line => lines[index] ?? new Line();
const due = (): void => waits.pop()?.run();

describe('the event connection', () => {
  it('subscribes when it opens and asks for the state once', () => {
    events.subscribe('interview:1', listener);
    line(0).open();
    expect(line(0).sent).toEqual([{ op: 'subscribe', topics: ['interview:1'], after: {} }]);
    line(0).say({ op: 'subscribed', last: { 'interview:1': '5-0' } });
    expect(gone).toBe(1);
  });

  it('comes back with the last id it has seen', () => {
    events.subscribe('interview:1', listener);
    line(0).open();
    line(0).say({ op: 'subscribed', last: { 'interview:1': '5-0' } });
    line(0).say({ op: 'event', topic: 'interview:1', id: '6-0', name: 'view', data: { a: 1 } });
    line(0).break();
    due();
    line(1).open();
    expect(line(1).sent[0]).toEqual({ op: 'subscribe', topics: ['interview:1'], after: { 'interview:1': '6-0' } });
    line(1).say({ op: 'subscribed', last: { 'interview:1': '6-0' } });
    expect(heard).toHaveLength(1);
    expect(gone).toBe(1);
  });

  it('asks for the state again when events are gone', () => {
    events.subscribe('interview:1', listener);
    line(0).open();
    line(0).say({ op: 'subscribed', last: { 'interview:1': '5-0' } });
    line(0).say({ op: 'gone', topic: 'interview:1', last: '90-0' });
    expect(gone).toBe(2);
    line(0).break();
    due();
    line(1).open();
    expect(line(1).sent[0]).toMatchObject({ after: { 'interview:1': '90-0' } });
  });

  it('waits longer after each failure, from 0.3 s to 10 s', () => {
    expect(reconnectDelay(0, 0)).toBe(150);
    expect(reconnectDelay(0, 1)).toBe(300);
    expect(reconnectDelay(3, 1)).toBe(2_400);
    expect(reconnectDelay(50, 1)).toBe(10_000);
    events.subscribe('t', listener);
    line(0).break();
    expect(waits.map((wait) => wait.ms)).toEqual([225]);
    due();
    line(1).break();
    expect(waits.map((wait) => wait.ms)).toEqual([450]);
  });

  it('closes when nobody listens, and does not come back', () => {
    const stop = events.subscribe('t', listener);
    line(0).open();
    stop();
    expect(line(0).readyState).toBe(3);
    line(0).break();
    expect(lines).toHaveLength(1);
  });

  it('takes a socket that does not answer a ping for dead', () => {
    events.subscribe('t', listener);
    line(0).open();
    due();
    expect(line(0).sent.at(-1)).toEqual({ op: 'ping' });
    due();
    expect(line(0).readyState).toBe(3);
    due();
    expect(lines).toHaveLength(2);
  });

  it('tells each topic its own refusal', () => {
    const codes: string[] = [];
    events.subscribe('staff:interviews', { ...listener, onRefused: (code) => codes.push(code) });
    line(0).open();
    line(0).say({ op: 'refused', topic: 'staff:interviews', code: 'forbidden' });
    expect(codes).toEqual(['forbidden']);
  });
});
