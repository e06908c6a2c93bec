import { describe, expect, it } from 'vitest';
import type { LineUpView, TransferState } from '../../api/types';
import { call, lineUp, transfer } from '../../testing/views';
import { describe as inWords } from './picture';
import { type Scene, sceneOf } from './scene';

const music = { music: true };
const standby = { customer: 'talks', alice: 'silent', bob: 'silent' } as const;

/** The server's line-ups, by what goes on. */
const LINE_UPS = {
  ringing: lineUp({ customer: 'talks', alice: 'silent' }, { alice: 'talks' }, music),
  privately: lineUp(standby, { alice: 'talks', bob: 'talks' }, music),
  withCustomer: lineUp(
    { customer: 'talks', alice: 'talks', bob: 'silent' },
    { alice: 'silent', bob: 'silent' },
  ),
  together: lineUp(
    { customer: 'talks', alice: 'talks', bob: 'talks' },
    { alice: 'silent', bob: 'silent' },
  ),
  handingOver: lineUp(
    { customer: 'talks', alice: 'silent', bob: 'talks' },
    { alice: 'silent', bob: 'silent' },
    { music: true, awaited: 'agent:agt_bob' },
  ),
  takenOver: lineUp({ customer: 'talks', bob: 'talks' }),
  back: lineUp({ customer: 'talks', alice: 'talks' }),
  queue: lineUp({ customer: 'talks' }, {}, music),
  over: lineUp({}),
} satisfies Record<string, LineUpView>;

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

function draw(state: TransferState, line_up: LineUpView, absent: ('from' | 'to')[] = []): Scene {
  const present = state !== 'ringing';
  const to = { agent_id: 'agt_bob', name: 'Bob Brown', present };
  return sceneOf(call({ line_up }), transfer({ state, to }), new Set(absent));
}

const places = ({ figures }: Scene) =>
  Object.fromEntries(figures.map(({ role, place }) => [role, place]));
const notes = ({ figures }: Scene) =>
  Object.fromEntries(figures.map(({ role, note }) => [role, note]));

const onPhone = (state: 'dialling' | 'answered') => ({
  agent_id: null,
  name: '+442079460018',
  present: state === 'answered',
  phone: {
    leg_id: 'leg_1',
    address: '+442079460018',
    state,
    outcome: null,
    sip_status: null,
    pressed: null,
    answered_at: null,
  },
});

function party(identity: string, speaks: boolean, hears = speaks) {
  return { identity, agent_id: identity.startsWith('agent:') ? 'agt_alice' : null, speaks, hears };
}

const phoneLine = [party('phone:leg_1', true), party('bridge:leg_1', true)];
const customer = party('customer', true);

describe('a phone in the picture', () => {
  it('rings outside, and listens in the private room once it is answered', () => {
    const line_up = {
      customer_room: [customer, party('agent:agt_alice', false)],
      consult_room: [party('agent:agt_alice', false, true), ...phoneLine],
      music: true,
      awaited: null,
    };
    const ringing = (state: 'dialling' | 'answered') =>
      sceneOf(call({ line_up }), transfer({ state: 'ringing', to: onPhone(state) }));
    expect(places(ringing('dialling'))).toMatchObject({ to: 'outside' });
    expect(notes(ringing('dialling'))).toMatchObject({ to: 'phone rings' });
    expect(places(ringing('answered'))).toMatchObject({ to: 'consult' });
    // One hears the other, who does not hear back: that is no talk.
    expect(ringing('answered').talks).toEqual([]);
  });

  it('stands where its bridge is heard', () => {
    const scene = (bridge: boolean, alice: boolean) =>
      sceneOf(
        call({
          line_up: {
            customer_room: [
              customer,
              party('agent:agt_alice', !alice && bridge),
              party('bridge:leg_1', bridge),
            ],
            consult_room: [party('agent:agt_alice', alice), ...phoneLine],
            music: !bridge,
            awaited: null,
          },
        }),
        transfer({ state: bridge ? 'conferencing' : 'consulting', to: onPhone('answered') }),
      );
    expect(places(scene(false, true))).toMatchObject({ to: 'consult', from: 'consult' });
    expect(scene(false, true).talks).toEqual([['from', 'to']]);
    expect(places(scene(true, false))).toMatchObject({ to: 'customer' });
    expect(scene(true, false).talks).toContainEqual(['customer', 'to']);
  });
});

describe('the picture', () => {
  it.each(Object.entries(LINE_UPS))(
    'of “%s” is the line-up’s, whatever the state is called',
    (_, line_up) => {
      const drawn = STATES.map((state) => draw(state, line_up));
      for (const scene of drawn) {
        expect(scene.talks).toEqual(drawn[0]?.talks);
        expect(scene.music).toBe(line_up.music);
        expect(scene.consult).toBe(line_up.consult_room.length > 0);
        if (scene.music) expect(scene.talks.flat()).not.toContain('customer');
        const where = places(scene);
        for (const [one, other] of scene.talks) expect(where[one]).toBe(where[other]);
        expect(inWords(scene)).toContain(scene.says);
      }
    },
  );

  it('puts the private talk in a room of its own', () => {
    const scene = draw('consulting', LINE_UPS.privately);
    expect(places(scene)).toEqual({ customer: 'customer', from: 'consult', to: 'consult' });
    expect(scene.talks).toEqual([['from', 'to']]);
    expect(scene.title).toBe('Private talk');
    expect(scene.says).toBe(
      'Alice Adams and Bob Brown talk in private. Ruth Meyer hears music and is not heard.',
    );
  });

  it('leaves whom nobody hears waiting in the private room', () => {
    const scene = draw('consulting', LINE_UPS.withCustomer);
    expect(places(scene)).toEqual({ customer: 'customer', from: 'customer', to: 'consult' });
    expect(scene.title).toBe('Alice Adams is with Ruth Meyer');
    expect(scene.says).toBe(
      'Ruth Meyer and Alice Adams hear each other. Bob Brown waits, hearing nobody.',
    );
  });

  it('joins all who hear each other', () => {
    const scene = draw('conferencing', LINE_UPS.together);
    expect(scene.talks).toHaveLength(3);
    expect(scene.says).toBe('Ruth Meyer, Alice Adams and Bob Brown hear each other.');
  });

  it('plays music until the awaited one is heard', () => {
    const scene = draw('completing', LINE_UPS.handingOver, ['to']);
    expect(notes(scene)).toEqual({ customer: 'hears music', from: 'waits', to: 'joining' });
    expect(scene.says).toContain('Music plays until Ruth Meyer hears Bob Brown.');
    expect(scene.talks).toEqual([]);
  });

  it('rings beside the rooms at the desk that is asked', () => {
    const scene = draw('ringing', LINE_UPS.ringing);
    expect(places(scene)).toEqual({ customer: 'customer', from: 'consult', to: 'outside' });
    expect(notes(scene)).toEqual({ customer: 'hears music', from: 'waits', to: 'desk rings' });
    expect(scene.says).toContain('Alice Adams waits in the private room.');
  });

  it('tells who is not seen in the room where they belong', () => {
    expect(notes(draw('consulting', LINE_UPS.privately, ['to']))).toMatchObject({
      from: null,
      to: 'reconnecting',
    });
    expect(notes(draw('ringing', LINE_UPS.privately, ['to'])).to).toBe('not there yet');
  });

  it('shows whom the customer has now, and who has left', () => {
    const scene = draw('completed', LINE_UPS.takenOver);
    expect(scene.talks).toEqual([['customer', 'to']]);
    expect(scene.figures.at(-1)).toMatchObject({ role: 'from', place: 'outside', faded: true });
  });

  it('is empty when the customer has hung up', () => {
    const scene = draw('abandoned', LINE_UPS.over);
    expect(scene).toMatchObject({ title: 'Ruth Meyer hung up', tone: 'over', talks: [] });
    expect(scene.figures).toMatchObject([{ role: 'customer', faded: true }]);
  });
});

describe('the words', () => {
  it('quote the reason of a decline', () => {
    const at = '2026-11-23T10:00:00Z';
    const attempts = [{ target: {}, outcome: 'declined' as const, cause: 'Lunch', at }];
    const { says } = sceneOf(call(), transfer({ state: 'declined', attempts }));
    expect(says).toContain('“Lunch”');
  });

  it('name who is asked when nobody is named yet', () => {
    const ringing = transfer({ state: 'ringing', to: null, targets: [{ skill: 'billing' }] });
    expect(sceneOf(call(), ringing).title).toBe('Ringing Somebody for billing');
  });

  it('promise only what may be done', () => {
    const line_up = LINE_UPS.privately;
    expect(sceneOf(call({ line_up }), transfer()).next).toContain('Complete');
    expect(sceneOf(call({ line_up }), transfer({ allowed_moves: [] })).next).toBeNull();
  });
});

describe('the picture of a call', () => {
  it('on hold has the agent in it, silent', () => {
    const line_up = lineUp({ customer: 'talks', alice: 'silent' }, {}, music);
    const scene = sceneOf(call({ state: 'held', line_up }), null);
    expect(notes(scene)).toEqual({ customer: 'hears music', from: 'silent' });
    expect(scene.says).toBe('Ruth Meyer hears music and is not heard.');
  });

  it('in which both hear each other has no music', () => {
    const scene = sceneOf(call(), null);
    expect(scene).toMatchObject({ music: false, talks: [['customer', 'from']], tone: 'talk' });
  });
});
