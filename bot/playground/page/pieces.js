/** A text that is too long for one message, as several. */

const LONGEST = 4096; // UTF-16 units; Telegram's apps cut a longer text in the same way

/** Cuts a long text at a line break or a space, where there is one in reach. */
export function pieces(text) {
  if (text.length <= LONGEST) return [text];
  const head = text.slice(0, LONGEST);
  const space = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" "));
  const halfOfPair = /[\uD800-\uDBFF]$/.test(head) ? 1 : 0;
  const cut = space > LONGEST / 2 ? space : LONGEST - halfOfPair;
  return [text.slice(0, cut), ...pieces(text.slice(cut).trimStart())];
}
