const markers = ['<tool_call>', '[TOOL_CALLS]'];

/** Text as it comes, held back from the place on where it may turn out to be a tool call. */
export class HeldText {
  private text = '';
  private shown = 0;

  /** @param mayCall without tools nothing is held back */
  constructor(private readonly mayCall: boolean) {}

  /** What can be shown now; mostly the piece itself. */
  add(piece: string): string {
    this.text += piece;
    return this.show(this.mayCall ? this.safeEnd() : this.text.length);
  }

  /** What is left, once it is known to be no call. */
  rest(): string {
    return this.show(this.text.length);
  }

  private show(end: number): string {
    const piece = this.text.slice(this.shown, end);
    this.shown = Math.max(this.shown, end);
    return piece;
  }

  private safeEnd(): number {
    const { text } = this;
    if (/^\s*(?:[[{]|$)/.test(text)) return 0;
    const begun = markers.map((marker) => text.indexOf(marker)).filter((index) => index >= 0);
    if (begun.length > 0) return Math.min(...begun);
    // The beginning of a marker may be the end of the text.
    const last = Math.max(text.lastIndexOf('<'), text.lastIndexOf('['));
    return last >= 0 && markers.some((marker) => marker.startsWith(text.slice(last))) ? last : text.length;
  }
}
