import { describe, expect, it } from 'vitest';
import { clockOf, hoursShown, minutesOf, mondayOf, pieces, weekOf } from './week';

describe('the grid', () => {
  const dates = weekOf('2026-11-23');

  it('puts a talk on its date and minutes by the clock of the zone', () => {
    const talk = { start: '2026-11-24T01:00:00Z', end: '2026-11-24T01:30:00Z' };
    expect(pieces([talk], dates, 'Asia/Shanghai')).toEqual([{ date: '2026-11-24', fromMin: 540, toMin: 570, of: talk }]);
    expect(pieces([talk], dates, 'America/New_York')[0]?.date).toBe('2026-11-23');
  });

  it('cuts what goes over midnight, and leaves out other weeks', () => {
    const night = { start: '2026-11-29T20:00:00Z', end: '2026-11-30T02:00:00Z' };
    expect(pieces([night], dates, 'UTC').map((piece) => [piece.date, piece.fromMin, piece.toMin])).toEqual([['2026-11-29', 1200, 1440]]);
    const whole = { start: '2026-11-25T00:00:00Z', end: '2026-11-26T00:00:00Z' };
    expect(pieces([whole], dates, 'UTC').map((piece) => [piece.date, piece.fromMin, piece.toMin])).toEqual([['2026-11-25', 0, 1440]]);
  });

  it('shows the hours that are needed', () => {
    expect(hoursShown([])).toEqual({ from: 8, to: 19 });
    expect(hoursShown([{ date: 'x', fromMin: 390, toMin: 1310, of: null }])).toEqual({ from: 6, to: 22 });
  });
});

describe('weeks and clocks', () => {
  it('begin on Monday', () => {
    expect(['2026-11-22', '2026-11-23', '2026-11-29'].map(mondayOf)).toEqual(['2026-11-16', '2026-11-23', '2026-11-23']);
  });

  it('read and write minutes', () => {
    expect([clockOf(570), clockOf(1440), clockOf(0)]).toEqual(['09:30', '24:00', '00:00']);
    expect([minutesOf('09:30'), minutesOf('24:00'), minutesOf('24:01'), minutesOf('9'), minutesOf('12:60')]).toEqual([570, 1440, null, null, null]);
  });
});
