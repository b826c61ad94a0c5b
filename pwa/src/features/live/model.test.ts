import { describe, expect, it } from 'vitest';
import {
  NOTHING_YET, answeredS, can, captionEnd, captioned, countWords, dueInS, hear, isOffered, leftAlone, limitLeftS, nearLimit,
  nextInS, receive, restLeftS, speech, thinkingLeftS,
  type LiveView, type Utterance,
} from './model';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 22, 1, 0, seconds)).toISOString();

function view(changes: Partial<LiveView> = {}, turn: Partial<NonNullable<LiveView['turn']>> = {}): LiveView {
  return {
    interview_id: 'int_1', room: 'room_1', version: 7, state: 'live', phase: 'answering', now: at(0),
    is_clock_stopped: false, say: null, acknowledgement: null, first_name: 'Xiaotong',
    progress: { done: 1, total: 3, minutes_left: 6 }, position: { 'zh-CN': '销售', en: 'Sales' },
    turn: {
      id: 'trn_1', index: 2, kind: 'video', prompt: { 'zh-CN': '问', en: 'Q' }, thinking_s: 20, soft_limit_s: 90,
      hard_limit_s: 120, thinking_until: null, answering_since: at(-10), answered_s: 10, take_id: 'tak_1', draft: '',
      extensions_left: 10, ...turn,
    },
    ...changes,
  } as LiveView;
}
const calm: Utterance = { id: 'u1', kind: 'reassure', rate: 1, text: { 'zh-CN': '慢慢来', en: 'Take your time' } };

describe('views', () => {
  it('keeps the newest and drops what comes late', () => {
    const live = receive(NOTHING_YET, view({ version: 7 }), 0);
    expect(receive(live, view({ version: 6, phase: 'thinking' }), 5).view?.phase).toBe('answering');
    expect(receive(live, view({ version: 8, phase: 'acknowledged' }), 5).view?.phase).toBe('acknowledged');
  });

  it('takes a fresher clock of the same version', () => {
    const live = receive(NOTHING_YET, view({ now: at(0) }), 0);
    expect(receive(live, view({ now: at(4) }), 4000).receivedMs).toBe(4000);
    expect(receive(live, view({ now: at(-4) }), 4000).receivedMs).toBe(0);
  });

  it('lets a reassurance go when speech begins or the question changes', () => {
    const live = hear(receive(NOTHING_YET, view(), 0), calm);
    expect(live.aside).toEqual(calm);
    expect(speech(live, true).aside).toBeNull();
    expect(speech(live, false).aside).toEqual(calm);
    expect(receive(live, view({ version: 8 }, { draft: 'x' }), 1).aside).toEqual(calm);
    expect(receive(live, view({ version: 8 }, { id: 'trn_2' }), 1).aside).toBeNull();
  });
});

describe('time to think', () => {
  const alone = leftAlone(receive(NOTHING_YET, view(), 0));

  it('lasts until they speak', () => {
    expect(receive(alone, view({ version: 8 }), 1).isLeftAlone).toBe(true);
    expect(speech(alone, true).isLeftAlone).toBe(false);
  });

  it('is over with the question, in writing, and where a person leads', () => {
    expect(receive(alone, view({ version: 8 }, { id: 'trn_2' }), 1).isLeftAlone).toBe(false);
    expect(receive(alone, view({ version: 8 }, { kind: 'text' }), 1).isLeftAlone).toBe(false);
    expect(receive(alone, view({ version: 8, held_by: 'Kim' }), 1).isLeftAlone).toBe(false);
  });
});

describe('captions', () => {
  const said = (leg_id: string, start_ms: number, text: string, take_id = 'tak_1') => ({ take_id, leg_id, start_ms, text });

  it('are of the running answer, and the newest stays', () => {
    let live = receive(NOTHING_YET, view(), 0);
    live = captioned(live, said('leg_1', 9000, 'second'));
    live = captioned(live, said('leg_1', 2000, 'first, but late'));
    live = captioned(live, said('leg_2', 0, 'of another answer', 'tak_0'));
    expect(live.caption?.text).toBe('second');
    expect(captioned(live, said('leg_2', 0, 'after a drop')).caption?.text).toBe('after a drop');
    expect(receive(live, view({ version: 8 }), 1).caption?.text).toBe('second');
    expect(receive(live, view({ version: 8 }, { id: 'trn_2', take_id: 'tak_2' }), 1).caption).toBeNull();
  });

  it('show their end, cut between words', () => {
    expect(captionEnd(' Short enough. ')).toBe('Short enough.');
    const long = 'one two three four five six seven '.repeat(5).trim();
    expect(captionEnd(long)).toMatch(/^…(one|two|three|four|five|six|seven) .* seven$/);
    expect(captionEnd(long).length).toBeLessThan(98);
    expect([...captionEnd('我先请她把整件事讲完，'.repeat(10))]).toHaveLength(49);
  });
});

describe('time', () => {
  it('runs from the server’s clock, whatever the phone’s says', () => {
    const live = receive(NOTHING_YET, view(), 50_000);
    expect(answeredS(live, 53_500)).toBeCloseTo(13.5);
    expect(limitLeftS(live, 53_500)).toBeCloseTo(106.5);
  });

  it('stands while nobody is connected', () => {
    const stopped = receive(NOTHING_YET, view({ is_clock_stopped: true }), 0);
    expect(answeredS(stopped, 60_000)).toBe(10);
    const thinking = view({ is_clock_stopped: true, phase: 'thinking' }, { thinking_until: at(12) });
    expect(thinkingLeftS(receive(NOTHING_YET, thinking, 0), 60_000)).toBe(12);
  });

  it('counts thinking and the pause between questions down to nothing', () => {
    const thinking = receive(NOTHING_YET, view({ phase: 'thinking' }, { thinking_until: at(12) }), 0);
    expect(thinkingLeftS(thinking, 5000)).toBe(7);
    expect(thinkingLeftS(thinking, 50_000)).toBe(0);
    const next = view({ phase: 'acknowledged', acknowledgement: { length_s: 1, words: null, fit: 'fits', next_at: at(5), turn_id: 'trn_1', retakes_left: 0, is_practice: false } });
    expect(nextInS(receive(NOTHING_YET, next, 0), 2000)).toBe(3);
    expect(thinkingLeftS(receive(NOTHING_YET, view(), 0), 0)).toBeNull();
  });
});

it('counts Chinese by character and the rest by word', () => {
  expect(countWords('I’d sell it-now, 2 times')).toBe(5);
  expect(countWords('我用 Excel 做了三次')).toBe(7);
  expect(countWords('  ')).toBe(0);
});

describe('the offer to go on', () => {
  const offer: Utterance = { id: 'o1', kind: 'offer_next', text: { 'zh-CN': '继续？', en: 'Go on?' }, rate: 1 };
  const offered = hear(receive(NOTHING_YET, view(), 0), offer);

  it('stands until any speech, which takes it back', () => {
    expect(isOffered(offered)).toBe(true);
    const speaking = speech(offered, true);
    expect(isOffered(speaking)).toBe(false);
    expect(isOffered(speech(speaking, false))).toBe(false);
  });

  it('is not made to somebody who speaks', () => {
    expect(isOffered(hear(speech(receive(NOTHING_YET, view(), 0), true), offer))).toBe(false);
  });

  it('is taken back by thinking on, and can be made again', () => {
    const thinking = leftAlone(offered);
    expect(isOffered(thinking)).toBe(false);
    expect(isOffered(hear(thinking, { ...offer, id: 'o2' }))).toBe(true);
  });

  it('comes with the view as well, after a reload', () => {
    expect(isOffered(receive(NOTHING_YET, view({ offered_next: true }), 0))).toBe(true);
    expect(isOffered(receive(offered, view({ version: 8, phase: 'acknowledged' }), 0))).toBe(false);
  });
});

describe('limits', () => {
  it('are near twenty seconds before the end, and while thinking when the server says so', () => {
    const live = receive(NOTHING_YET, view(), 0);
    expect(nearLimit(live, 89_000)).toBeNull();
    expect(nearLimit(live, 90_000)).toEqual({ leftS: 20, limit: 'answer' });
    const thinking = view({ phase: 'thinking', warning: { limit: 'thinking', deadline: at(9), extensions_left: 3 } }, { thinking_until: at(9) });
    expect(nearLimit(receive(NOTHING_YET, thinking, 0), 1000)).toEqual({ leftS: 8, limit: 'thinking' });
    expect(nearLimit(receive(NOTHING_YET, view({ pause: { since: at(0), until: at(300) } }), 0), 119_000)).toBeNull();
  });

  it('of a pause run though no clock does', () => {
    const resting = receive(NOTHING_YET, view({ is_clock_stopped: true, pause: { since: at(0), until: at(300) } }), 0);
    expect(restLeftS(resting, 60_000)).toBe(240);
  });

  it('say when to ask who is not told', () => {
    expect(dueInS(receive(NOTHING_YET, view(), 0), 111_000)).toBeCloseTo(-1);
    expect(dueInS(receive(NOTHING_YET, view({ phase: 'thinking' }, { thinking_until: at(12) }), 0), 2000)).toBe(10);
    expect(dueInS(receive(NOTHING_YET, view({ phase: 'acknowledged', next_at: at(5) }), 0), 2000)).toBe(3);
    expect(dueInS(receive(NOTHING_YET, view({ is_clock_stopped: true }), 0), 999_000)).toBeNull();
  });
});

it('lets through only what the server would take', () => {
  const live = view({ allowed: ['think'] });
  expect([can(live, 'think'), can(live, 'skip'), can(null, 'think')]).toEqual([true, false, false]);
});
