import type { Scene } from './scene';
import type { Role } from './words';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  width: number;
  height: number;
  customerRoom: Box;
  consultRoom: Box;
  spots: Map<Role, { x: number; y: number }>;
}

/** Where everything goes: two rooms side by side, or one below the other on a narrow screen. */
export function layoutOf(scene: Scene, narrow: boolean): Layout {
  return narrow ? tall(scene) : wide(scene);
}

function wide(scene: Scene): Layout {
  const outside = scene.figures.some(({ place }) => place === 'outside');
  const shared = scene.consult || outside;
  const customerRoom = { x: 8, y: 30, width: shared ? 392 : 744, height: 190 };
  const consultRoom = { x: 416, y: 30, width: outside ? 216 : 336, height: 190 };
  return {
    width: 760,
    height: 228,
    customerRoom,
    consultRoom,
    spots: place(scene, { customerRoom, consultRoom, outside: { x: 694, y: 112 } }),
  };
}

function tall(scene: Scene): Layout {
  const outside = scene.figures.some(({ place }) => place === 'outside');
  const customerRoom = { x: 4, y: 26, width: 352, height: 150 };
  const consultRoom = { x: 4, y: 206, width: outside ? 230 : 352, height: 150 };
  const below = scene.consult || outside;
  return {
    width: 360,
    height: below ? 364 : 184,
    customerRoom,
    consultRoom,
    spots: place(scene, { customerRoom, consultRoom, outside: { x: 296, y: 266 } }),
  };
}

interface Ground {
  customerRoom: Box;
  consultRoom: Box;
  outside: { x: number; y: number };
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
      spots.set(role, { x: box.x + step * (index + 1), y: box.y + box.height * 0.43 });
    });
  }
  for (const { role, place: where } of scene.figures) {
    if (where === 'outside') spots.set(role, ground.outside);
  }
  return spots;
}
