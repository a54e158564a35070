const wide =
  /^(?:\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\uFF01-\uFF60])/u;
const none = /^[\p{M}\p{Cf}]/u;

/** The columns a character takes in a terminal. */
export function characterWidth(character: string): number {
  return none.test(character) ? 0 : wide.test(character) ? 2 : 1;
}

/** The columns a text takes in a terminal. */
export function textWidth(text: string): number {
  return Array.from(text, characterWidth).reduce((sum, width) => sum + width, 0);
}
