import type { Scene } from './scene';
import type { Role } from './words';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Spot {
  x: number;
  y: number;
  /** How wide a name may be here. */
  room: number;
}

export interface Layout {
  width: number;
  height: number;
  customerRoom: Box;
  consultRoom: Box;
  spots: Map<Role, Spot>;
}

/** Where everything goes: two rooms side by side, or one below the other on a narrow screen. */
export function layoutOf(scene: Scene, narrow: boolean): Layout {
  return narrow ? tall(scene) : wide(scene);
}

function wide(scene: Scene): Layout {
  const outside = scene.figures.some(({ place }) => place === 'outside');
  const customerRoom = {
    x: 8,
    y: 30,
    width: scene.consult ? 392 : outside ? 600 : 744,
    height: 190,
  };
  const consultRoom = { x: 416, y: 30, width: outside ? 216 : 336, height: 190 };
  return {
    width: 760,
    height: 228,
    customerRoom,
    consultRoom,
    spots: place(scene, { customerRoom, consultRoom, outside: { x: 694, y: 112, room: 124 } }),
  };
}

function tall(scene: Scene): Layout {
  const outside = scene.figures.some(({ place }) => place === 'outside');
  const customerRoom = { x: 4, y: 26, width: 352, height: 150 };
  const consultRoom = { x: 4, y: 206, width: outside ? 230 : 352, height: 150 };
  const beside = { x: 296, y: 266, room: 124 };
  const below = { x: 180, y: 226, room: 352 };
  return {
    width: 360,
    height: scene.consult ? 364 : outside ? 304 : 184,
    customerRoom,
    consultRoom,
    spots: place(scene, { customerRoom, consultRoom, outside: scene.consult ? beside : below }),
  };
}

interface Ground {
  customerRoom: Box;
  consultRoom: Box;
  outside: Spot;
}

function place(scene: Scene, ground: Ground): Layout['spots'] {
  const spots: Layout['spots'] = new Map();
  for (const [where, box] of [
    ['customer', ground.customerRoom],
    ['consult', ground.consultRoom],
  ] as const) {
    const inside = scene.figures.filter((figure) => figure.place === where);
    inside.forEach(({ role }, index) => {
      const step = box.width / (inside.length + 1);
      // The customer keeps the left place: people come and go beside them.
      spots.set(role, {
        x: box.x + step * (index + 1),
        y: box.y + box.height * 0.43,
        room: step,
      });
    });
  }
  for (const { role, place: where } of scene.figures) {
    if (where === 'outside') spots.set(role, ground.outside);
  }
  return spots;
}
