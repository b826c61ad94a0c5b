import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Loaded, type LoadedOptions, pause } from './loaded.svelte';
import { Pages } from './pages.svelte';
import { ApiProblem } from './problem';

/** A server that answers when the test says so. */
class Server {
  asked: { question: string; signal: AbortSignal; answer: (value: string) => void; refuse: (error: Error) => void }[] = [];
  ask(question: string, signal: AbortSignal): Promise<string> {
    return new Promise((answer, refuse) => this.asked.push({ question, signal, answer, refuse }));
  }
  async answer(at: number, value: string): Promise<void> {
    this.asked[at]?.answer(value);
    await settled();
  }
  async refuse(at: number, error: Error): Promise<void> {
    this.asked[at]?.refuse(error);
    await settled();
  }
}

/** The far side of the live connection. */
class Line {
  static last: Line;
  readyState = 1;
  onopen: () => void = () => undefined;
  onmessage: (message: { data: string }) => void = () => undefined;
  onclose: () => void = () => undefined;
  sent: string[] = [];
  constructor() {
    Line.last = this;
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.onclose();
  }
  say(frame: Record<string, unknown>): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  event(name: string, id = '2'): void {
    this.say({ op: 'event', topic: 'rows', id, name, data: name });
  }
}

const settled = async (): Promise<void> => { for (let turn = 0; turn < 10; turn += 1) await Promise.resolve(); };
const gathered = async (): Promise<void> => void (await vi.advanceTimersByTimeAsync(1000));

let server: Server;
let question: { value: string };
let leave: () => void;

/** A screen that shows the answer to `question`. */
function screen(options: LoadedOptions<string> = {}): Loaded<string> {
  let loaded: Loaded<string> | undefined;
  leave = $effect.root(() => {
    loaded = new Loaded((signal) => server.ask(question.value, signal), options);
  });
  flushSync();
  return loaded as Loaded<string>;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Line);
  server = new Server();
  const held = $state({ value: 'a' });
  question = held;
});
afterEach(() => {
  leave();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('what a screen has loaded', () => {
  it('is fetched once as the screen comes, and shown', async () => {
    const loaded = screen();
    expect(loaded.value).toBeNull();
    await server.answer(0, 'first');
    flushSync();
    expect(loaded.value).toBe('first');
    expect(server.asked).toHaveLength(1);
  });

  it('keeps the old value while it is fetched again, also where that fails', async () => {
    const loaded = screen();
    await server.answer(0, 'first');
    void loaded.again();
    expect(loaded.value).toBe('first');
    await server.refuse(1, new ApiProblem('unreadable', 200, ''));
    expect([loaded.value, loaded.problem?.code]).toEqual(['first', 'unreadable']);
    void loaded.again();
    expect(loaded.problem?.code).toBe('unreadable');
    await server.answer(2, 'second');
    expect([loaded.value, loaded.problem]).toEqual(['second', null]);
  });

  it('shows the newest answer, whichever comes last', async () => {
    const loaded = screen();
    void loaded.again();
    expect(server.asked[0]?.signal.aborted).toBe(true);
    await server.answer(1, 'newer');
    await server.answer(0, 'older');
    await server.refuse(0, new Error('late'));
    expect([loaded.value, loaded.problem]).toEqual(['newer', null]);
  });

  it('ends the wait of whoever asked, also where there is no answer', async () => {
    const loaded = screen();
    const ended = vi.fn();
    void loaded.again().then(ended);
    await server.refuse(1, new ApiProblem('unreadable', 200, ''));
    expect(ended).toHaveBeenCalledOnce();
  });

  it('goes with the screen: what is under way is broken off, nothing is fetched or shown after', async () => {
    const loaded = screen({ topic: () => 'rows', everyMs: () => 50 });
    leave();
    expect(server.asked[0]?.signal.aborted).toBe(true);
    await server.answer(0, 'late');
    await loaded.again();
    loaded.look();
    await gathered();
    expect([loaded.value, server.asked.length]).toEqual([null, 1]);
  });

  it('is fetched anew where the question changes, and not because of its own answer', async () => {
    const loaded = screen({ onvalue: () => void loaded.value });
    await server.answer(0, 'first');
    flushSync();
    question.value = 'b';
    flushSync();
    expect(server.asked.map((each) => each.question)).toEqual(['a', 'b']);
    expect(loaded.value).toBe('first');
    await server.answer(1, 'second');
    flushSync();
    expect([loaded.value, server.asked.length]).toEqual(['second', 2]);
  });

  it('drops what answered another question where that is wished', async () => {
    const loaded = screen({ forgets: true });
    await server.answer(0, 'first');
    void loaded.again();
    expect(loaded.value).toBe('first');
    question.value = 'b';
    flushSync();
    expect(loaded.value).toBeNull();
  });

  it('waits until it may', async () => {
    const may = $state({ value: false });
    const loaded = screen({ when: () => may.value, topic: () => 'rows' });
    await loaded.again();
    expect(server.asked).toHaveLength(0);
    may.value = true;
    flushSync();
    expect(server.asked).toHaveLength(1);
  });

  it('asks again once the device is back, where it was away', async () => {
    const loaded = screen();
    await server.refuse(0, new ApiProblem('offline', 0, ''));
    expect(loaded.problem?.code).toBe('offline');
    dispatchEvent(new Event('online'));
    await server.answer(1, 'back');
    dispatchEvent(new Event('online'));
    expect([loaded.value, loaded.problem, server.asked.length]).toEqual(['back', null, 2]);
  });

  it('shows what an action brought over an answer still awaited, and asks for that again', async () => {
    const told: string[] = [];
    const loaded = screen({ onvalue: (value) => told.push(value) });
    loaded.take('by hand');
    await server.answer(0, 'before it');
    expect([loaded.value, told]).toEqual(['by hand', ['by hand']]);
    await gathered();
    await server.answer(1, 'after it');
    expect([loaded.value, told]).toEqual(['after it', ['by hand', 'after it']]);
    loaded.take('and again');
    await gathered();
    expect([loaded.value, server.asked.length]).toEqual(['and again', 2]);
  });

  it('looks again every so often, but not while it waits for an answer', async () => {
    screen({ everyMs: () => 400 });
    await gathered();
    expect(server.asked).toHaveLength(1);
    await server.answer(0, 'first');
    await vi.advanceTimersByTimeAsync(400);
    expect(server.asked).toHaveLength(2);
  });
});

describe('live events of what is shown', () => {
  const stand = async (): Promise<void> => {
    Line.last.onopen();
    Line.last.say({ op: 'subscribed', last: { rows: '1' } });
    await gathered();
  };

  it('in a burst cost one fetch', async () => {
    screen({ topic: () => 'rows' });
    await server.answer(0, 'first');
    await stand();
    await server.answer(1, 'as it stands');
    for (let at = 0; at < 20; at += 1) Line.last.event('row', String(at + 2));
    await gathered();
    expect(server.asked).toHaveLength(3);
  });

  it('during a fetch cost one more, after it', async () => {
    const loaded = screen({ topic: () => 'rows' });
    await stand();
    Line.last.event('row');
    await gathered();
    expect(server.asked).toHaveLength(1);
    await server.answer(0, 'before it');
    await gathered();
    expect([loaded.value, server.asked.length]).toEqual(['before it', 2]);
    await server.answer(1, 'after it');
    await gathered();
    expect([loaded.value, server.asked.length]).toEqual(['after it', 2]);
  });

  it('that the screen takes in by itself cost none', async () => {
    const loaded: Loaded<string> = screen({
      topic: () => 'rows',
      hear: (event) => {
        if (event.name === 'row') loaded.patch((value) => `${value}+row`);
        return event.name === 'other';
      },
    });
    await stand();
    await server.answer(0, 'first');
    await gathered();
    await server.answer(1, 'first');
    Line.last.event('row');
    await gathered();
    expect([loaded.value, server.asked.length]).toEqual(['first+row', 2]);
    Line.last.event('other', '3');
    await gathered();
    expect(server.asked).toHaveLength(3);
    Line.last.event('row', '4'); // the answer under way may not know it
    await server.answer(2, 'older');
    await gathered();
    await server.answer(3, 'with it');
    expect([loaded.value, server.asked.length]).toEqual(['with it', 4]);
  });

  it('tell where the topic is refused', async () => {
    const refused = vi.fn();
    screen({ topic: () => 'rows', refused });
    Line.last.onopen();
    Line.last.say({ op: 'refused', topic: 'rows', code: 'forbidden' });
    expect(refused).toHaveBeenCalledOnce();
  });
});

describe('a pause', () => {
  it('is broken off with its signal', async () => {
    const stop = new AbortController();
    const broken = vi.fn();
    pause(200, stop.signal).catch(broken);
    stop.abort();
    await settled();
    expect(broken).toHaveBeenCalledOnce();
    leave = () => undefined;
  });
});

describe('a list of pages', () => {
  const rows = (page: Pages<{ id: string }>): string => page.value?.items.map((row) => row.id).join('') ?? '';
  const page = (items: string, next: string | null): string => JSON.stringify({ items: [...items].map((id) => ({ id })), next });

  function list(): Pages<{ id: string }> {
    let pages: Pages<{ id: string }> | undefined;
    leave = $effect.root(() => {
      pages = new Pages(async (after, signal) => JSON.parse(await server.ask(`${question.value}${after ?? ''}`, signal)));
    });
    flushSync();
    return pages as Pages<{ id: string }>;
  }

  const questions = (): string[] => server.asked.map((each) => each.question);

  it('grows by a page, each row once, and is looked at again as far as it is shown', async () => {
    const pages = list();
    void pages.more();
    await server.answer(0, page('xy', '2'));
    void pages.more();
    await server.answer(1, page('yz', null));
    expect([rows(pages), pages.value?.next]).toEqual(['xyz', null]);
    void pages.again();
    await server.answer(2, page('wx', '2'));
    await server.answer(3, page('yz', null));
    expect(rows(pages)).toBe('wxyz');
    expect(questions()).toEqual(['a', 'a2', 'a', 'a2']);
  });

  it('grows first and is looked at again after', async () => {
    const pages = list();
    await server.answer(0, page('x', '2'));
    void pages.again();
    void pages.more();
    await server.answer(1, page('qr', null));
    await server.answer(2, page('y', null));
    expect(rows(pages)).toBe('xy');
    await gathered();
    expect(questions()).toEqual(['a', 'a', 'a2', 'a']);
  });

  it('begins with one page for another question', async () => {
    const pages = list();
    await server.answer(0, page('x', '2'));
    void pages.more();
    await server.answer(1, page('y', '3'));
    question.value = 'b';
    flushSync();
    void pages.more(); // of the other question
    await server.answer(2, page('p', '2'));
    expect([rows(pages), questions()]).toEqual(['p', ['a', 'a2', 'b']]);
  });
});
