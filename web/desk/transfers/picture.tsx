import { useElementSize } from '@mantine/hooks';
import { useId } from 'react';
import { hueOf } from '../shell/avatar';
import { initials } from '../shell/name';
import { type Box, type Layout, type Spot, layoutOf } from './layout';
import classes from './picture.module.css';
import type { Figure, Scene } from './scene';
import type { Role } from './words';

export interface PictureProps {
  scene: Scene;
  /** Who looks at it, by the part they play; null for a bystander. */
  me: Role | null;
  /** Who speaks just now. */
  speaking: ReadonlySet<Role>;
}

const NARROW = 560;
const LETTER = 8.2;
const NOWHERE: Spot = { x: 0, y: 0, room: 0 };

/** The transfer as it happens: who is in which room, who hears whom, and where the music is. */
export function Picture({ scene, me, speaking }: PictureProps) {
  const { ref, width } = useElementSize();
  const id = useId();
  const layout = layoutOf(scene, width > 0 && width < NARROW);
  return (
    <div ref={ref} className={classes.frame}>
      <svg
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="img"
        aria-labelledby={`${id}-title ${id}-text`}
        className={classes.picture}
        data-tone={scene.tone}
      >
        <title id={`${id}-title`}>{scene.title}</title>
        <desc id={`${id}-text`}>{describe(scene)}</desc>
        <g aria-hidden="true">
          <RoomBox box={layout.customerRoom} label="Customer’s room" shown />
          <RoomBox box={layout.consultRoom} label="Private room" shown={scene.consult} dashed />
          <Talks scene={scene} layout={layout} />
          {scene.figures.map((figure) => (
            <FigureShape
              key={figure.role}
              figure={figure}
              spot={layout.spots.get(figure.role) ?? NOWHERE}
              mine={figure.role === me}
              speaks={speaking.has(figure.role)}
              music={scene.music && figure.role === 'customer'}
            />
          ))}
        </g>
      </svg>
    </div>
  );
}

/** The picture in words. */
export function describe({ figures, talks, music, says }: Scene): string {
  const where = { customer: 'in the customer’s room', consult: 'in the private room', outside: '' };
  const people = figures.map(({ name, place, note }) =>
    [name, where[place], note && `(${note})`].filter(Boolean).join(' '),
  );
  const nameOf = (role: Role) => figures.find((other) => other.role === role)?.name;
  const pairs = talks.map(([one, other]) => `${nameOf(one)} and ${nameOf(other)} hear each other`);
  return [
    says,
    `${people.join('; ')}.`,
    ...pairs.map((pair) => `${pair}.`),
    music && 'Music plays.',
  ]
    .filter(Boolean)
    .join(' ');
}

function RoomBox(props: { box: Box; label: string; shown: boolean; dashed?: boolean }) {
  const { x, y, width, height } = props.box;
  return (
    <g className={classes.room} data-shown={props.shown} data-dashed={props.dashed ?? false}>
      <rect rx={18} style={{ x, y, width, height }} />
      <text x={x + 4} y={y - 10}>
        {props.label}
      </text>
    </g>
  );
}

function Talks({ scene, layout }: { scene: Scene; layout: Layout }) {
  return scene.talks.map(([one, other]) => {
    const from = layout.spots.get(one);
    const to = layout.spots.get(other);
    if (!from || !to) return null;
    // A pair with somebody between them is joined over that person's head.
    const apart = Math.abs(to.x - from.x);
    const between = [...layout.spots.values()].some(
      ({ x, y }) => y === from.y && x > Math.min(from.x, to.x) && x < Math.max(from.x, to.x),
    );
    const lift = between ? 104 : 0;
    const path = `M ${from.x} ${from.y} Q ${from.x + (to.x - from.x) / 2} ${from.y - lift} ${to.x} ${to.y}`;
    return (
      <g key={`${one}-${other}`} className={classes.talk} data-far={apart > 200}>
        <path d={path} className={classes.wire} />
        <path d={path} className={classes.flow} />
      </g>
    );
  });
}

interface ShapeProps {
  figure: Figure;
  spot: Spot;
  mine: boolean;
  speaks: boolean;
  music: boolean;
}

function FigureShape({ figure, spot, mine, speaks, music }: ShapeProps) {
  const { name, note, faded, role, place } = figure;
  return (
    <g
      className={classes.figure}
      data-role={role}
      data-faded={faded}
      data-speaks={speaks}
      data-rings={place === 'outside' && note?.endsWith(' rings') === true}
      style={{ transform: `translate(${spot.x}px, ${spot.y}px)`, '--hue': hueOf(name) }}
    >
      <circle r={36} className={classes.halo} />
      <circle r={29} className={classes.face} />
      <text className={classes.initials} dy="0.35em">
        {initials(name)}
      </text>
      {music && (
        <g className={classes.music} transform="translate(27 -22)">
          <circle r={13} />
          <path d="M-3 5.5V-4.5L5.5-6.5v9.5" />
          <circle cx={-5} cy={5.5} r={2.2} className={classes.note} />
          <circle cx={3.5} cy={3.5} r={2.2} className={classes.note} />
        </g>
      )}
      <text className={classes.name} y={52}>
        {mine ? 'You' : short(name, spot.room)}
      </text>
      {note && (
        <text className={classes.says} y={69}>
          {note}
        </text>
      )}
    </g>
  );
}

/** A name that does not touch the next one. */
function short(name: string, room: number): string {
  const letters = Math.min(24, Math.floor(room / LETTER));
  return name.length > letters ? `${name.slice(0, letters - 1).trimEnd()}…` : name;
}
