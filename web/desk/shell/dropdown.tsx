import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import classes from './dropdown.module.css';

export interface DropdownButton {
  'aria-expanded': boolean;
  'aria-controls': string;
  onClick: () => void;
}

interface DropdownProps {
  button: (props: DropdownButton) => ReactNode;
  children: (close: () => void) => ReactNode;
  align?: 'start' | 'end';
}

/** A button that opens a panel below it. Escape and a click elsewhere close it again. */
export function Dropdown({ button, children, align = 'end' }: DropdownProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!open) return;
    const away = (event: Event) => {
      if (!place.current?.contains(event.target as Node)) setOpen(false);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      place.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    document.addEventListener('keydown', key);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
      document.removeEventListener('keydown', key);
    };
  }, [open]);
  return (
    <div className={classes.place} ref={place}>
      {button({ 'aria-expanded': open, 'aria-controls': id, onClick: () => setOpen(!open) })}
      <div id={id} className={classes.panel} data-align={align} hidden={!open}>
        {open && children(() => setOpen(false))}
      </div>
    </div>
  );
}

interface ItemProps {
  icon?: ReactNode;
  hint?: string;
  onClick: () => void;
  children: ReactNode;
}

/** One choice of a dropdown. */
export function Item({ icon, hint, onClick, children }: ItemProps) {
  return (
    <button type="button" className={classes.item} onClick={onClick}>
      {icon}
      <span>
        {children}
        {hint && <small>{hint}</small>}
      </span>
    </button>
  );
}
