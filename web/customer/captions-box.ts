import { find, setText } from './elements';
import type { Caption, Captions, CaptionsView } from './captions';

const WHO: Record<Caption['speaker'], string> = { customer: 'You', agent: 'Agent', ai: 'AI agent' };

/** The switch and the lines under it, in the page's own HTML. */
export class CaptionsBox {
  private readonly drawn = new Map<string, HTMLElement>();

  constructor(private readonly captions: Captions) {}

  start(): void {
    const toggle = find<HTMLInputElement>('captions-on');
    toggle.checked = this.captions.getView().on;
    toggle.addEventListener('change', () => this.captions.setOn(toggle.checked));
  }

  /** `talking`: somebody hears the customer; nobody is written down while music plays. */
  draw(offered: boolean, talking: boolean): void {
    const view = this.captions.getView();
    find('captions').hidden = !offered;
    find('captions-box').hidden = !view.on;
    setText('captions-note', noteOf(view, talking));
    find('captions-note').hidden = talking && view.state === 'writing' && view.lines.length > 0;
    find('captions-lines').hidden = !talking || view.lines.length === 0;
    this.drawLines(view.lines);
  }

  private drawLines(lines: Caption[]): void {
    const wanted = new Set(lines.map(({ id }) => id));
    for (const [id, element] of this.drawn) {
      if (wanted.has(id)) continue;
      element.remove();
      this.drawn.delete(id);
    }
    for (const line of lines) this.drawLine(line);
  }

  private drawLine({ id, speaker, text }: Caption): void {
    let element = this.drawn.get(id);
    if (!element) {
      element = document.createElement('p');
      element.append(document.createElement('b'), ' ', document.createElement('span'));
      this.drawn.set(id, element);
      find('captions-lines').append(element);
    }
    element.dataset.speaker = speaker;
    const [who, said] = element.querySelectorAll<HTMLElement>('b, span');
    // Only what has changed, so that screen readers hear each once.
    if (who && who.textContent !== WHO[speaker]) who.textContent = WHO[speaker];
    if (said && said.textContent !== text) said.textContent = text;
  }
}

function noteOf({ state, lines }: CaptionsView, talking: boolean): string {
  if (state === 'nobody') return 'Nobody is writing down this call.';
  if (!talking) return 'Captions pause while music plays.';
  if (state === 'lost') return 'Captions are interrupted. They come back by themselves.';
  return lines.length === 0 ? 'What is said appears here.' : '';
}
