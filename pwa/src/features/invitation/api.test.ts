import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lookUp } from './api';

const fetched = vi.fn(() => Promise.resolve(Response.json({ first_name: 'asked now' })));

beforeEach(() => {
  fetched.mockClear();
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  vi.unstubAllGlobals();
  window.greenroomAsked = undefined;
});

const early = (token: string, answer: Promise<Response>): void => void (window.greenroomAsked = { token, answer });

it('takes the answer that was asked for before the scripts came, once', async () => {
  early('link', Promise.resolve(Response.json({ first_name: 'asked early' })));
  expect(await lookUp('link')).toMatchObject({ first_name: 'asked early' });
  expect(fetched).not.toHaveBeenCalled();
  expect(await lookUp('link')).toMatchObject({ first_name: 'asked now' });
});

it('says what is wrong with the link as ever', async () => {
  const gone = Response.json({ code: 'invitation_unknown', detail: 'No such link.' }, { status: 404 });
  early('link', Promise.resolve(gone));
  await expect(lookUp('link')).rejects.toMatchObject({ code: 'invitation_unknown', status: 404 });
});

it('asks itself for another link, or where nothing came back', async () => {
  early('other', Promise.resolve(Response.json({ first_name: 'of another' })));
  expect(await lookUp('link')).toMatchObject({ first_name: 'asked now' });
  early('link', Promise.reject(new TypeError('network')));
  expect(await lookUp('link')).toMatchObject({ first_name: 'asked now' });
});
