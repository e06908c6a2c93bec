import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeSources } from '../testing/fake-source';
import { Captions, LINES_SHOWN } from './captions';
import { CaptionsBox } from './captions-box';

const HTML = readFileSync(resolve(import.meta.dirname, 'index.html'), 'utf8');

let kept: boolean[];
let remembered: boolean;
let sources: FakeSources;
let captions: Captions;

const begin = () => {
  sources = new FakeSources();
  captions = new Captions({ recall: () => remembered, keep: (on) => kept.push(on) }, sources.make);
};
const say = (id: string, text: string, speaker = 'customer') =>
  sources.last.say('caption', { id, speaker, text, final: true });
const texts = () => captions.getView().lines.map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', { CLOSED: 2 });
  kept = [];
  remembered = false;
  begin();
});

afterEach(() => vi.useRealTimers());

describe('captions', () => {
  it('are off until the customer wants them, and then remembered', () => {
    captions.follow('call_1');
    expect(sources.all).toEqual([]);
    captions.setOn(true);
    expect(sources.urls).toEqual(['/api/calls/call_1/captions']);
    expect(kept).toEqual([true]);
  });

  it('come back with a reload', () => {
    remembered = true;
    begin();
    captions.follow('call_1');
    expect(sources.all).toHaveLength(1);
  });

  it('are asked for once, however often the page is drawn', () => {
    captions.setOn(true);
    captions.follow('call_1');
    captions.follow('call_1');
    expect(sources.all).toHaveLength(1);
  });

  it('show the last lines, and a line that comes again in its place', () => {
    captions.setOn(true);
    captions.follow('call_1');
    for (let at = 0; at < LINES_SHOWN + 1; at += 1) say(`s${at}`, `line ${at}`);
    say('s2', 'corrected');
    expect(texts()).toHaveLength(LINES_SHOWN);
    expect(texts()[0]).toBe('line 1');
    expect(texts()[1]).toBe('corrected');
    say('s0', 'corrected as well, but gone by now');
    expect(texts()).toHaveLength(LINES_SHOWN);
    expect(texts()[0]).toBe('line 1');
  });

  it('let go of stream and lines when they are switched off', () => {
    captions.setOn(true);
    captions.follow('call_1');
    say('s1', 'Hello');
    const before = sources.last;
    captions.setOn(false);
    expect(before.readyState).toBe(2);
    expect(texts()).toEqual([]);
  });

  it('are opened anew after an answer that is not 200, and not once the call is over', () => {
    captions.setOn(true);
    captions.follow('call_1');
    sources.last.fail(2);
    expect(captions.getView().state).toBe('lost');
    vi.advanceTimersByTime(5000);
    expect(sources.all).toHaveLength(2);
    sources.last.fail(2);
    captions.follow(null);
    vi.advanceTimersByTime(5000);
    expect(sources.all).toHaveLength(2);
  });

  it('end with the call', () => {
    captions.setOn(true);
    captions.follow('call_1');
    sources.last.say('ended', {});
    expect(sources.last.readyState).toBe(2);
  });
});

describe('the box of captions', () => {
  const box = () => document.getElementById('captions-box') as HTMLElement;
  const lines = () => document.getElementById('captions-lines') as HTMLElement;
  let drawn: CaptionsBox;

  beforeEach(() => {
    document.body.innerHTML = new DOMParser().parseFromString(HTML, 'text/html').body.innerHTML;
    drawn = new CaptionsBox(captions);
    drawn.start();
    captions.follow('call_1');
  });

  const switchOn = () => {
    (document.getElementById('captions-on') as HTMLInputElement).click();
    sources.last.say('state', { state: 'writing' });
  };

  it('has a switch where captions are offered, and else nothing', () => {
    drawn.draw(false, true);
    expect(document.getElementById('captions')?.hidden).toBe(true);
    drawn.draw(true, true);
    expect(document.getElementById('captions')?.hidden).toBe(false);
    expect(box().hidden).toBe(true);
  });

  it('says who spoke, and what was said as text and never as HTML', () => {
    switchOn();
    say('s1', '<img src=x onerror=alert(1)> hello');
    say('s2', 'Good morning', 'agent');
    say('s3', 'I can help', 'ai');
    drawn.draw(true, true);
    expect(lines().querySelector('img')).toBeNull();
    expect([...lines().children].map((line) => line.textContent)).toEqual([
      'You <img src=x onerror=alert(1)> hello',
      'Agent Good morning',
      'AI agent I can help',
    ]);
  });

  it('keeps the element of a line that comes again, and drops those that are gone', () => {
    switchOn();
    say('s1', 'Good');
    drawn.draw(true, true);
    const element = lines().firstElementChild;
    say('s1', 'Good morning');
    drawn.draw(true, true);
    expect(lines().firstElementChild).toBe(element);
    expect(element?.textContent).toBe('You Good morning');
    for (let at = 2; at < 2 + LINES_SHOWN; at += 1) say(`s${at}`, 'more');
    drawn.draw(true, true);
    expect(lines().children).toHaveLength(LINES_SHOWN);
    expect(element?.isConnected).toBe(false);
  });

  it.each([
    ['nobody writes', 'nobody', true, 'Nobody is writing down this call.'],
    ['music plays', 'writing', false, 'Captions pause while music plays.'],
    ['nothing was said', 'writing', true, 'What is said appears here.'],
  ])('tells when %s', (_, state, talking, note) => {
    switchOn();
    sources.last.say('state', { state });
    drawn.draw(true, talking);
    expect(document.getElementById('captions-note')?.textContent).toBe(note);
  });

  it('hides what was said while music plays, and shows it after', () => {
    switchOn();
    say('s1', 'Hello');
    drawn.draw(true, false);
    expect(lines().hidden).toBe(true);
    drawn.draw(true, true);
    expect(lines().hidden).toBe(false);
    expect(document.getElementById('captions-note')?.hidden).toBe(true);
  });
});
