import { describe, expect, it } from 'vitest';
import type { TransferState } from '../../api/types';
import { call, transfer } from '../../testing/views';
import { describe as inWords } from './picture';
import { sceneOf } from './scene';

const STATES: TransferState[] = [
  'preparing',
  'ringing',
  'consulting',
  'conferencing',
  'completing',
  'returning',
  'completed',
  'cancelled',
  'declined',
  'unanswered',
  'failed',
  'requeued',
  'abandoned',
];

describe('the picture of a transfer', () => {
  it.each(STATES)('%s: who hears music is in no talk, and nobody talks across rooms', (state) => {
    for (const focus of ['consult', 'customer'] as const) {
      for (const mode of ['warm', 'blind'] as const) {
        const scene = sceneOf(call(), transfer({ state, focus, mode }));
        if (scene.music) expect(scene.talks.flat()).not.toContain('customer');
        for (const pair of scene.talks) {
          const places = pair.map((role) => scene.figures.find((it) => it.role === role)?.place);
          expect(new Set(places).size).toBe(1);
        }
        expect(inWords(scene)).toContain(scene.says);
      }
    }
  });

  it('puts the private talk in a room of its own', () => {
    const { figures, talks, music } = sceneOf(call(), transfer());
    expect(Object.fromEntries(figures.map(({ role, place }) => [role, place]))).toEqual({
      customer: 'customer',
      from: 'consult',
      to: 'consult',
    });
    expect(talks).toEqual([['from', 'to']]);
    expect(music).toBe(true);
  });

  it('quotes the reason of a decline', () => {
    const at = '2026-11-23T10:00:00Z';
    const attempts = [{ target: {}, outcome: 'declined', cause: 'Lunch', at }];
    const { says } = sceneOf(call(), transfer({ state: 'declined', attempts }));
    expect(says).toContain('“Lunch”');
  });

  it('names who is asked when nobody is named yet', () => {
    const ringing = transfer({ state: 'ringing', to: null, targets: [{ skill: 'billing' }] });
    expect(sceneOf(call(), ringing).title).toBe('Ringing Somebody for billing');
  });
});

describe('the picture of a call', () => {
  it.each([
    ['active', false],
    ['held', true],
    ['connecting', true],
    ['agent_lost', true],
    ['waiting', true],
  ] as const)('%s: music %s', (state, music) => {
    expect(sceneOf(call({ state }), null).music).toBe(music);
  });
});
