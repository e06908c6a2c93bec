import { expect, it } from 'vitest';
import { firstName, initials } from './name';

it.each([
  ['Alice Ferreira', 'Alice', 'AF'],
  ['Sam, supervisor', 'Sam', 'S'],
  ['  Maria del Carmen Ortiz ', 'Maria', 'MO'],
  ['Dana', 'Dana', 'D'],
  ['李 小龍', '李', '李小'],
])('%s is %s, in short %s', (name, first, short) => {
  expect(firstName(name)).toBe(first);
  expect(initials(name)).toBe(short);
});
