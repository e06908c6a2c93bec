import type { ReactNode } from 'react';

/** A card whose content may be wider than the screen: it scrolls, with the keyboard too. */
export function Scrolls({ label, children }: { label: string; children: ReactNode }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="card scrolls" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
